"""Why a workbook is not read."""

from __future__ import annotations


class SheetRefused(Exception):
    """A workbook that cannot be read; the message is a sentence for the user."""
