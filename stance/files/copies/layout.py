"""The files inside a whole copy of a store, and their columns: what writer and reader share."""

from __future__ import annotations

from stance.records.columns import CODINGS, COLUMNS, LINKS

FORMAT = 1 + max(column.came for column in COLUMNS)
"""The version of this format; a reader refuses newer ones.

Each column that came later makes a new one: an older program would take it for an unknown one.
"""

MANIFEST = "manifest.json"
README = "README.txt"
HISTORY = "history.jsonl"
STATEMENTS = "statements/{:04d}.csv"
CODEBOOKS = "codebooks/{:04d}.yaml"

MOST_RATIO = 500
"""To how many times its packed size a file may unpack, where it is larger than `SMALL`."""

SMALL = 1 << 20

TABLES = {
    "loads.csv": (
        "load",
        "loaded_at",
        "file_name",
        "file_hash",
        "n_stored",
        "n_duplicates",
        "n_refused",
        "undone_at",
    ),
    "actors.csv": ("name", "kind", "aliases", "part_of", "load"),
    "issues.csv": ("issue", "title", "load"),
    "codebooks.csv": ("issue", "version", "applied_at", "file"),
    "origins.csv": ("statement", "content_hash", "load"),
    "codings.csv": (*CODINGS, "coded_at", "load"),
    "links.csv": (*LINKS, "load"),
}
"""The columns of each table; statements have those of every export of statements."""
