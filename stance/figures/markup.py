"""Names as plotly shows them literally: it reads its texts as markup."""

from __future__ import annotations

from html import escape


def plain(text: str) -> str:
    """Return a text that plotly shows as it stands, with no tag or link of its own."""
    return escape(text, quote=False)
