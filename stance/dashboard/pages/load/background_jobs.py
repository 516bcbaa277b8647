"""Long work that a page asks for: done beside the requests, watched and stopped from the page."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from stance.errors import NotFound, StanceError
from stance.store.plans import Progress

_MOST_KEPT = 30


class Stopped(StanceError):
    """Work that the reader broke off."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was stored.")


class Failed(StanceError):
    """Work that broke for a reason nobody foresaw; the log has it."""

    def __init__(self) -> None:
        super().__init__("Something went wrong on the server; its log says what.")


class NoJob(NotFound):
    """Work that this server does not know, or no longer."""

    def __init__(self) -> None:
        super().__init__("The server no longer has this check. Choose the file again.")


Work = Callable[[Progress], object]


@dataclass(slots=True)
class Job:
    """One piece of work: how far it is, and its result, or the problem why there is none."""

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
class Jobs:
    """The latest jobs of a server; one is worked on at a time, as a store has one writer."""

    kept: dict[str, Job] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    turn: Lock = field(default_factory=Lock)

    def start(self, kind: str, work: Work) -> Job:
        """Begin a piece of work in a thread of its own."""
        job = Job(kind)
        with self.lock:
            self.kept[job.key] = job
            over = [key for key, one in self.kept.items() if one.over.is_set()]
            for key in over[: max(0, len(self.kept) - _MOST_KEPT)]:
                del self.kept[key]
        # A load is whole or nothing, so the server may end in the middle of one.
        Thread(target=self._run, args=(job, work), daemon=True).start()
        return job

    def stop(self, key: object, *, kind: str) -> None:
        """Ask work of this kind to break off, if it is still going on."""
        job = self.kept.get(key) if isinstance(key, str) else None
        if job is not None and job.kind == kind:
            job.stopped.set()

    def get(self, key: object) -> Job:
        """Return a job; raise NoJob for a key that is none."""
        job = self.kept.get(key) if isinstance(key, str) else None
        if job is None:
            raise NoJob
        return job

    def _run(self, job: Job, work: Work) -> None:
        # Whatever nobody foresaw ends up here, and the thread's trace on standard error.
        job.problem = Failed()
        try:
            with self.turn:
                job.tell(0, 0)
                job.result = work(job.tell)
                job.problem = None
        except StanceError as problem:
            job.problem = problem
        finally:
            job.over.set()
