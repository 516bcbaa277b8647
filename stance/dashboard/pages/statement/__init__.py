"""One statement: shown, typed, edited, coded, linked."""
