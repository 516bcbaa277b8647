"""When each frame and wording was first and last used, with what is claimed of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stance.analysis.first_use import FirstUse, first_use_rows
from stance.answers.claims import judged_claims
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.files.writing.tables import Value
from stance.records import StatementQuery
from stance.store import Reading

COLUMNS = (
    *("issue", "actor", "voice", "frame", "wording"),
    *("first_date", "first_statement", "last_date", "last_statement"),
    *("n_uses", "n_statements", "n_searched_before", "surprise_p"),
    *("claimed_first_date", "claim_statement", "claim_status"),
)
"""The columns of first-uses.csv."""


def first_uses(store: Reading, query: StatementQuery) -> tuple[FirstUse, ...]:
    """Return first uses in what a query chooses; `query.frames` chooses rows by their key."""
    found = store.first_uses(query)
    issues = sorted({pair.issue for pair in found.searched})
    codebooks = {issue: codebook_or_none(store, issue) for issue in issues}
    rows = first_use_rows(
        found,
        codebooks={issue: book for issue, book in codebooks.items() if book is not None},
        frames={issue: frames_of(store, issue, book) for issue, book in codebooks.items()},
        claims={
            (issue, *place): claims
            for issue in issues
            for place, claims in judged_claims(store, query, issue).items()
        },
    )
    return tuple(row for row in rows if not query.frames or row.key in query.frames)


def table_rows(found: Iterable[FirstUse]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of first-uses.csv; several claims of one thing stand in one cell."""
    for row in found:
        use = row.use
        yield (
            *(row.issue, row.actor, row.voice),
            *(("", row.key) if row.is_tracked else (row.key, "")),
            *((use.first_date, use.first_statement) if use else ("", "")),
            *((use.last_date, use.last_statement) if use else ("", "")),
            *(row.n_uses, row.n_searched, use.n_before if use else None, row.surprise_p),
            ";".join(str(one.claim.since) for one in row.claims),
            ";".join(one.claim.statement for one in row.claims),
            ";".join(one.status.value for one in row.claims),
        )
