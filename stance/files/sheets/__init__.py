"""Spreadsheets to rows of text, in a process of their own: imports nothing else of Stance."""
