"""What a search for shifts found, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import FrameMove, Shift, ShiftSearch
from stance.analysis.shifts.verdicts import ENOUGH_STATEMENTS, ESTABLISHED, Verdict
from stance.answers.shifts import Pair
from stance.records import Codebook, Voice, labels_of

_NO_SHIFT = {
    Verdict.TOO_FEW: "Too few statements to tell",
    Verdict.UNCLEAR: "Unclear: neither a shift nor its absence is established",
    Verdict.NO_SIGN: "No sign of a shift",
}
_ABOUT_EVEN = 0.1
_MOST_OF_RECORD = 0.5
_ALL_BUT_SURE = 0.99
NOT_TOLD_APART = 0.8
"""From this probability on a change of sources or coders cannot be told from one of wording."""


def found_sentences(pair: Pair) -> Iterator[str]:
    """Yield what was found of one pair: who, the verdict, then every shift with its frames."""
    yield f"{who(pair)} on {pair.title}"
    yield from (f"  {verdict_sentence(search)}" for search in pair.searches)
    for shift in pair.shifts:
        yield f"  {pair.key_of(shift)}: {shift_sentence(pair, shift)}"
        for move in shift.told_moves:
            yield f"    {move_sentence(move, pair.codebook, pair.search_of(shift))}"
        yield f"    {companions_sentence(shift)}"


def who(pair: Pair) -> str:
    """Name the actor, and say where others speak for it."""
    return pair.actor if pair.voice == Voice.OWN else f"{pair.actor} (as told by others)"


def verdict_sentence(found: ShiftSearch) -> str:
    """Say first whether a shift is established, then on what numbers and how much they rest."""
    dates = "1 date" if found.n_dates == 1 else f"{found.n_dates:,} dates"
    basis = f"{found.n_statements:,} looked at on {dates}"
    is_stance = bool(found.frames) and found.frames[0].frame == STANCE
    what = "the mean stance" if is_stance else "the mix of frames"
    moved = f"{'up' if found.probability > 0.5 else 'down'} from even odds before looking"
    if abs(found.probability - 0.5) < _ABOUT_EVEN:
        moved = "about the even odds it started from: overall, the statements decide nothing"
    return (
        f"{_head(found)}. Probability that {what} changed at all: {chance(found.probability)}, "
        f"{moved}. By the order of dates alone, p = {found.p_value:.3g}; {basis}."
    )


def _head(found: ShiftSearch) -> str:
    head = _NO_SHIFT.get(found.verdict)
    if found.verdict is Verdict.TOO_FEW:
        return (
            f"{head}: a shift is established from a probability of {ESTABLISHED:.0%} on, that "
            f"there was none only on {ENOUGH_STATEMENTS} statements or more"
        )
    if head is not None:
        return head
    n_sure = sum(shift.verdict is Verdict.SHIFT for shift in found.shifts)
    n_possible = len(found.shifts) - n_sure
    possible = f"{n_possible} possible shift{'' if n_possible == 1 else 's'}"
    if found.verdict is not Verdict.SHIFT:
        return f"Not established: {possible}"
    sure = f"Established: {n_sure} shift{'' if n_sure == 1 else 's'}"
    return f"{sure}; not established: {possible}" if n_possible else sure


def shift_sentence(pair: Pair, shift: Shift) -> str:
    """Say when the wording changed, and how surely."""
    sure = "changed" if shift.probability >= _ALL_BUT_SURE else "probably changed"
    verb = sure if shift.verdict is Verdict.SHIFT else "may have changed"
    return (
        f"{who(pair)} {verb} how it puts this between {day(shift.date_low)} and "
        f"{day(shift.date_high)} (90% range). Probability {chance(shift.probability)}, "
        "starting from even odds."
    )


def move_sentence(move: FrameMove, codebook: Codebook | None, found: ShiftSearch) -> str:
    """Say what one frame did, in counts, and from when on, where a date can be named."""
    if move.frame == STANCE:
        return (
            f"Mean stance {move.share_before:+.2f} in {move.n_before:,} before, "
            f"{move.share_after:+.2f} in {move.n_after:,} after ({chance(move.probability)})."
        )
    labels = labels_of(codebook)
    since = f"from {day(move.date)}" if is_datable(move, found) else "no date can be named"
    return (
        f"'{labels.get(move.frame, move.frame)}' in {move.n_before_with:,} of {move.n_before:,} "
        f"before, {move.n_after_with:,} of {move.n_after:,} after; {since} "
        f"({chance(move.probability)} on its own)."
    )


def chance(probability: float) -> str:
    """Write a probability as a percentage; nothing that was estimated is certain."""
    if probability >= _ALL_BUT_SURE:
        return "over 99%"
    return f"{probability:.0%}" if probability >= 1 - _ALL_BUT_SURE else "under 1%"


def companions_sentence(shift: Shift) -> str:
    """Say what else changed at the same time, and what did not."""
    told = [one for one in shift.companions if not one.is_constant]
    changed = [one.what for one in told if one.probability >= NOT_TOLD_APART]
    if changed:
        names = " and ".join(changed)
        return f"The mix of {names} changed too: the two cannot be told apart."
    steady = [one.what for one in shift.companions if one.what in ("source", "coder")]
    return f"No change in the mix of {' and '.join(steady)} is established." if steady else ""


def is_datable(move: FrameMove, found: ShiftSearch) -> bool:
    """Whether a frame's range of dates is narrow enough, beside the record, to name a date."""
    if not found.gaps:
        return True
    record = (found.gaps[-1].end - found.gaps[0].start).days
    return (move.date_high - move.date_low).days <= _MOST_OF_RECORD * record


def day(when: date) -> str:
    """Write a day as in 17 June 2003."""
    return f"{when.day} {when.strftime('%B')} {when.year}"
