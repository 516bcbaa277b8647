"""Claims of change and their denials, and one dispute."""
