"""Why a workbook is not read."""

from __future__ import annotations

LOCKED = "the file is locked with a password. Save it without one."
DAMAGED = "the file is damaged or no spreadsheet. Open it and save it as XLSX or CSV."


class SheetRefused(Exception):
    """A workbook that cannot be read; the message is a sentence for the user."""
