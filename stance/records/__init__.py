"""What is recorded: actors, statements, codings, links, codebooks, loads; all frozen."""

from stance.records.codebooks import Codebook, Frame, Tracked, Wordings, labels_of
from stance.records.kinds import ActorKind, Codings, LinkType, Mode, Unit, Voice
from stance.records.loads import Batch, Problem
from stance.records.queries import StatementQuery
from stance.records.search import folded, folded_name, search_terms, search_text
from stance.records.statements import (
    DICTIONARY,
    MOST_NAME_BYTES,
    NONE,
    Actor,
    Coding,
    Entry,
    Hit,
    Link,
    Source,
    Statement,
    gloss,
    host_of,
)

__all__ = [
    "DICTIONARY",
    "MOST_NAME_BYTES",
    "NONE",
    "Actor",
    "ActorKind",
    "Batch",
    "Codebook",
    "Coding",
    "Codings",
    "Entry",
    "Frame",
    "Hit",
    "Link",
    "LinkType",
    "Mode",
    "Problem",
    "Source",
    "Statement",
    "StatementQuery",
    "Tracked",
    "Unit",
    "Voice",
    "Wordings",
    "folded",
    "folded_name",
    "gloss",
    "host_of",
    "labels_of",
    "search_terms",
    "search_text",
]
