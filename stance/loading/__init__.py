"""From drafts to a plan: rows judged, names understood, second reports pointed out."""
