"""Long work that a page asks for: done beside the requests, watched and stopped from the page."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from stance.errors import NotFound, StanceError
from stance.store import Progress

_MOST_KEPT = 30


class Stopped(StanceError):
    """Work that the reader broke off."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was stored.")


class Failed(StanceError):
    """Work that broke for a reason nobody foresaw; the log has it."""

    def __init__(self) -> None:
        super().__init__("Something went wrong on the server; its log says what.")


class NoErrand(NotFound):
    """Work that this server does not know, or no longer."""

    def __init__(self) -> None:
        super().__init__("The server no longer has this check. Choose the file again.")


Work = Callable[[Progress], object]


@dataclass(slots=True)
class Errand:
    """One piece of work: how far it is, and how it ended.

    `result` is what the work returned; `problem` says why there is none.
    """

    kind: str
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    n_done: int = 0
    n_total: int = 0
    result: object = None
    problem: StanceError | None = None
    over: Event = field(default_factory=Event)
    stopped: Event = field(default_factory=Event)

    def tell(self, done: int, total: int) -> None:
        """Note how far the work is; leave it where the reader has asked for that."""
        self.n_done, self.n_total = done, total
        if self.stopped.is_set():
            raise Stopped


@dataclass(slots=True)
class Errands:
    """The latest errands of a server; one is worked on at a time, as a store has one writer."""

    kept: dict[str, Errand] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    turn: Lock = field(default_factory=Lock)

    def start(self, kind: str, work: Work) -> Errand:
        """Begin a piece of work in a thread of its own."""
        errand = Errand(kind)
        with self.lock:
            self.kept[errand.key] = errand
            over = [key for key, one in self.kept.items() if one.over.is_set()]
            for key in over[: max(0, len(self.kept) - _MOST_KEPT)]:
                del self.kept[key]
        # A load is whole or nothing, so the server may end in the middle of one.
        Thread(target=self._run, args=(errand, work), daemon=True).start()
        return errand

    def stop(self, key: object, *, kind: str) -> None:
        """Ask work of this kind to break off, if it is still going on."""
        errand = self.kept.get(key) if isinstance(key, str) else None
        if errand is not None and errand.kind == kind:
            errand.stopped.set()

    def get(self, key: object) -> Errand:
        """Return an errand; raise NoErrand for a key that is none."""
        errand = self.kept.get(key) if isinstance(key, str) else None
        if errand is None:
            raise NoErrand
        return errand

    def _run(self, errand: Errand, work: Work) -> None:
        # Whatever nobody foresaw ends up here, and the thread's trace on standard error.
        errand.problem = Failed()
        try:
            with self.turn:
                errand.tell(0, 0)
                errand.result = work(errand.tell)
                errand.problem = None
        except StanceError as problem:
            errand.problem = problem
        finally:
            errand.over.set()
