"""What the house asks of a store: reading, writing, codebooks, history; small Protocols."""

from typing import Protocol

from stance.records.store_contents import Copying
from stance.store.counts import (
    ClaimsAndDenials,
    Count,
    FacetCount,
    FirstAndLast,
    FirstUses,
    IdPair,
    IssueSummary,
    KnownNames,
    LinkTo,
    Observation,
    Report,
    Searched,
    SeriesCounts,
)
from stance.store.plans import (
    DUPLICATE,
    HELD,
    REFUSED,
    STORED,
    ActorChange,
    Applied,
    Changed,
    Earlier,
    Facts,
    Known,
    NewBatch,
    NewStatement,
    Outcome,
    Plan,
    Planner,
    Progress,
    Reviser,
    Undone,
    Wanted,
    WordFinder,
    no_progress,
)
from stance.store.reading import Reading
from stance.store.upkeep import Upkeep
from stance.store.writing import Editing, Writing

__all__ = [
    "DUPLICATE",
    "HELD",
    "REFUSED",
    "STORED",
    "ActorChange",
    "Applied",
    "Changed",
    "ClaimsAndDenials",
    "Count",
    "Earlier",
    "Editing",
    "FacetCount",
    "Facts",
    "FirstAndLast",
    "FirstUses",
    "IdPair",
    "IssueSummary",
    "Known",
    "KnownNames",
    "LinkTo",
    "NewBatch",
    "NewStatement",
    "Observation",
    "Outcome",
    "Plan",
    "Planner",
    "Progress",
    "Reading",
    "Report",
    "Reviser",
    "Searched",
    "SeriesCounts",
    "Store",
    "Undone",
    "Upkeep",
    "Wanted",
    "WordFinder",
    "Writing",
    "no_progress",
]


class Store(Reading, Writing, Editing, Copying, Upkeep, Protocol):
    """All of it: what app.py opens and hands to the rooms."""
