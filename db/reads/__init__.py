"""The answers: one file a kind of question; each takes a connection that sees one snapshot."""
