"""Files to drafts: one module a format, one rule a column, one door (`registry.read_file`)."""
