"""One file a question: what pages, files and commands ask of a store, answered once."""
