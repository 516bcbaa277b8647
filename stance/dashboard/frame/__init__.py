"""What stands around every page: header, filter rail, search, and the address."""
