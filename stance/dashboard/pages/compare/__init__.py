"""Several actors, or two spans of one actor, side by side."""
