"""The front page: every issue, and what changed lately."""
