"""One line of the printed table: a measure, what it must hold, our figure, the peers'."""

from __future__ import annotations

from dataclasses import dataclass

from bench.metrics import Rate


@dataclass(frozen=True)
class Line:
    """A measured number and whether it is held.

    `is_held` is None where the number is only reported.
    """

    measure: str
    hold: str
    ours: str
    is_held: bool | None
    peers: str = ""

    def __str__(self) -> str:
        state = {True: "held", False: "NOT HELD", None: "reported"}[self.is_held]
        peers = f" | {self.peers}" if self.peers else ""
        return f"{self.measure} | {self.hold} | {self.ours} | {state}{peers}"


def at_most(measure: str, rate: Rate, limit: float, *, peers: str = "") -> Line:
    """Hold a rate that must not be larger: its interval reaches the limit."""
    return Line(measure, f"<= {limit:.2f}", written(rate), rate.low <= limit, peers)


def at_least(measure: str, rate: Rate, limit: float, *, peers: str = "") -> Line:
    """Hold a rate that must not be smaller: its interval reaches the limit."""
    return Line(measure, f">= {limit:.2f}", written(rate), rate.high >= limit, peers)


def written(rate: Rate) -> str:
    """Write a rate with its interval."""
    return f"{rate.value:.3f} ({rate.low:.3f}-{rate.high:.3f})"
