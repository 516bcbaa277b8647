"""The ledger: when each frame and wording was first and last used, with what is claimed of it."""

from __future__ import annotations

import pandas as pd

from stance.analysis.first_use import first_use_table
from stance.answers.claims import judged_claims
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.records import StatementQuery
from stance.store import Reading


def first_uses(store: Reading, query: StatementQuery) -> pd.DataFrame:
    """Return the rows of first-uses.csv; `query.frames` chooses rows by frame or wording."""
    found = store.first_uses(query)
    issues = sorted(set(found.searched["issue"]))
    codebooks = {issue: codebook_or_none(store, issue) for issue in issues}
    table = first_use_table(
        found,
        codebooks={issue: book for issue, book in codebooks.items() if book is not None},
        frames={issue: frames_of(store, issue, book) for issue, book in codebooks.items()},
        claims={
            (issue, *place): claims
            for issue in issues
            for place, claims in judged_claims(store, query, issue).items()
        },
    )
    if query.frames:
        chosen = table["frame"].isin(query.frames) | table["wording"].isin(query.frames)
        table = table[chosen].reset_index(drop=True)
    return table
