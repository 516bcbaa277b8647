"""Codebooks: read from files, and their wordings found in texts at their exact places."""
