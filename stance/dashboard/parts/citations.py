"""Citations of a statement and of a view: as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dash.development.base_component import Component

from stance.dashboard.parts.components import button
from stance.records import Codebook, Statement
from stance.records.dates import PartialDate

ADDRESS, TODAY = "{address}", "{today}"
"""Stand for what only the browser knows; it fills them in when the citation is copied."""

_SPECIAL = re.compile(r"([&%$#_{}])")
_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says; empty parts are left out. `address` is where a reader finds it."""

    key: str
    kind: str
    title: str
    author: str = ""
    container: str = ""
    date: PartialDate | None = None
    url: str = ""
    note: str = ""
    address: str = ADDRESS


def statement_citation(statement: Statement) -> Citation:
    """Cite a statement by its words, with the source it was read in."""
    who = ", ".join(part for part in (statement.speaker, statement.role, statement.actor) if part)
    source = statement.source
    container = ". ".join(part for part in (source.title, source.publisher) if part)
    return Citation(
        key=statement.id,
        kind="article-newspaper",
        title=statement.text,
        author=who,
        container=container,
        date=statement.date,
        url=source.url,
        note=f"Stance {statement.id}",
        address="",
    )


def view_citation(finding: str, issue: Codebook | None, title: str, print_: str) -> Citation:
    """Cite what a page shows: its finding, the codebook, and the fingerprint of its numbers."""
    book = f", codebook version {issue.version}" if issue else ""
    return Citation(
        key=f"stance-{print_}",
        kind="webpage",
        title=finding,
        container=f"Stance, {title}{book}",
        note=f"Data fingerprint {print_}",
    )


def fingerprint(content: Iterable[bytes]) -> str:
    """Return the first 12 digits of the SHA-256 of a file: the same numbers, the same digits."""
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
    return digest.hexdigest()[:12]


def as_text(cited: Citation) -> str:
    """Return the citation as one line."""
    head = f"{cited.author} ({cited.date})" if cited.date else cited.author
    title = f"“{cited.title}”" if cited.kind == "article-newspaper" else cited.title
    begun = f"{head}: {title}" if head else title
    seen = f"{cited.address} (seen {TODAY})" if cited.address else ""
    parts = [begun, cited.container, cited.note, cited.url, seen]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def as_bibtex(cited: Citation) -> str:
    """Return the citation as a BibTeX entry; author and title keep their capitals."""
    fields = [
        ("author", f"{{{_plain(cited.author)}}}" if cited.author else ""),
        ("title", f"{{{_plain(cited.title)}}}"),
        ("howpublished", _plain(cited.container)),
        ("year", f"{cited.date.first.year}" if cited.date else ""),
        # A date known only roughly says so in words that BibLaTeX reads: 2003-06~ and 2003/2004.
        ("date", str(cited.date or "")),
        ("url", cited.url or cited.address),
        ("urldate", TODAY if cited.address else ""),
        ("note", _plain(cited.note)),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    return f"@misc{{{_key(cited.key)},\n" + ",\n".join(lines) + "\n}"


def as_csl(cited: Citation) -> str:
    """Return the citation as CSL-JSON, a list of one item."""
    item = {
        "id": _key(cited.key),
        "type": cited.kind,
        "title": cited.title,
        "author": [{"literal": cited.author}] if cited.author else "",
        "container-title": cited.container,
        "issued": _csl_date(cited.date) if cited.date else "",
        "URL": cited.url or cited.address,
        "note": cited.note,
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=1)


def cite_buttons(cited: Citation) -> list[Component]:
    """Offer the citation in its three forms, each copied on a click."""
    forms = {"Copy citation": as_text, "BibTeX": as_bibtex, "CSL-JSON": as_csl}
    return [
        button(label, "small", data_copy=write(cited), aria_live="polite")
        for label, write in forms.items()
    ]


def _csl_date(day: PartialDate) -> dict[str, object]:
    text = str(day)
    if "/" in text or day.is_approximate:
        return {"raw": text.rstrip("~"), "circa": day.is_approximate}
    return {"date-parts": [[int(part) for part in text.split("-")]]}


def _plain(text: str) -> str:
    """Return text without what BibTeX would read as markup."""
    return _SPECIAL.sub(r"\\\1", text.replace("\\", "/"))


def _key(text: str) -> str:
    return _WORD.sub("-", text.lower()).strip("-") or "stance"
