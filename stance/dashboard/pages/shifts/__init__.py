"""The shifts of an issue, and one shift with its evidence."""
