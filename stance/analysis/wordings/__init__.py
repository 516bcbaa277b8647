"""Codebooks and their wordings: parsed, and found in texts at their exact places."""
