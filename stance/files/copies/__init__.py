"""A whole store as one zip file, written and read back."""
