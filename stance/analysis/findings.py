"""The sentence over a timeline: its most frequent frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from stance.analysis.table_rows import rows_of
from stance.records import Codebook, StatementQuery, labels_of
from stance.store.counts import SeriesCounts


def finding_sentence(query: StatementQuery, codebook: Codebook | None, counts: SeriesCounts) -> str:
    """Say which frame is most frequent, and beside which other."""
    # Such as: China: 'Humanitarian' in 45 of 69 utterances since 1998, 33 of them beside 'Illegal'
    found = rows_of(counts.sets, ["frames", "n"])
    sets = [(frozenset(ids.split(";")) - {""}, int(n)) for ids, n in found]
    total = sum(n for _, n in sets)
    who = ", ".join(query.actors) or "All actors"
    if not total:
        return f"{who}: no coded {query.unit}s here"
    n_with = _counted(sets)
    if not n_with:
        return f"{who}: no frame in any of {total:,} {query.unit}s"
    labels = labels_of(codebook)
    top = _most(n_with, query.frames)
    held = "the only" if total == 1 else f"{n_with[top]:,} of {total:,}"
    unit = query.unit if total == 1 else f"{query.unit}s"
    said = f"{who}: '{labels.get(top, top)}' in {held} {unit}"
    return f"{said}{_when(query, counts)}{_beside(sets, top, query.frames, labels)}"


def _counted(sets: list[tuple[frozenset[str], int]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for frames, n in sets:
        counted.update(dict.fromkeys(frames, n))
    return counted


def _when(query: StatementQuery, counts: SeriesCounts) -> str:
    """Say from which year on, and until which if it ends."""
    if counts.totals.empty:
        return ""
    periods = counts.totals["period"]
    first = query.period.bounds(int(periods.min()))[0].year
    last = query.period.bounds(int(periods.max()))[1].year
    if query.until is None:
        return f" since {first}"
    return f" in {first}" if first == last else f" from {first} to {last}"


def _most(counted: Mapping[str, int], chosen: tuple[str, ...]) -> str:
    """Return the most frequent frame, of those chosen if any."""
    names = [frame for frame in chosen if frame in counted] or sorted(counted)
    return max(names, key=lambda frame: counted[frame])


def _beside(
    sets: list[tuple[frozenset[str], int]],
    top: str,
    chosen: tuple[str, ...],
    labels: dict[str, str],
) -> str:
    together = _counted([(frames - {top}, n) for frames, n in sets if top in frames])
    if not together:
        return ""
    other = _most(together, chosen)
    n = "" if sum(n for _, n in sets) == 1 else f"{together[other]:,} of them "
    return f", {n}beside '{labels.get(other, other)}'"
