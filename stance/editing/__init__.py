"""What persons do to one statement, and its history in words."""
