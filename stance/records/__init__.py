"""What is recorded: actors, statements, codings, links, codebooks, loads; all frozen."""

from stance.records.choices import ActorKind, Codings, LinkType, Mode, Unit, Voice
from stance.records.codebooks import Codebook, Frame, Tracked, Wordings, labels_of
from stance.records.queries import StatementQuery
from stance.records.statements import (
    DICTIONARY,
    MOST_NAME_BYTES,
    NONE,
    Actor,
    Batch,
    Coding,
    Entry,
    Hit,
    Link,
    Problem,
    Source,
    Statement,
    gloss,
    host_of,
)
from stance.records.text_search import folded, folded_name, search_terms, search_text

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
