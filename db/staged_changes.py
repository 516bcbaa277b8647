"""Make a long change with as little as possible inside the writers' lock."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from sqlalchemy import Connection, select

from db import history_kinds as kinds
from db.facts import last_change
from db.keys import Firsts, next_keys, reserved
from db.models import Base, ChangeRow
from db.session import Engines, exclusively, quietly
from db.staging import Stage, cleared
from db.write_locks import BasisLost, beside, take_turn, yielding
from db.writer import Writer

_ATTEMPTS = 3
"""How often a change is tried beside other writers before it is done inside the lock."""

_Answer = TypeVar("_Answer")


class Prepared(ABC, Generic[_Answer]):
    """A change on its way: what it rests on was read in one snapshot."""

    def __init__(self, connection: Connection) -> None:
        self.stage = Stage(connection)
        self._writer = Writer(self.stage)
        self._connection = connection
        self._last_change = last_change(connection)

    def needs(self) -> Mapping[type[Base], int]:
        """Return how many new keys of each table it takes at most."""
        return {}

    @abstractmethod
    def put_all(self, firsts: Firsts) -> None:
        """Stage its rows; new keys begin where they may."""

    def holds(self, *, has_own_keys: bool) -> bool:
        """Whether nothing was written since that it would have to know: at most actors were."""
        del has_own_keys
        since = select(ChangeRow.kind).distinct().where(ChangeRow.key > self._last_change)
        return set(self._connection.scalars(since)) <= {kinds.ACTOR}

    def pour(self) -> None:
        """Write what was staged."""
        self._writer.pour()

    @abstractmethod
    def record(self) -> _Answer:
        """Add the change to the history, under the lock."""


@dataclass(frozen=True, slots=True)
class Settled(Generic[_Answer]):
    """The answer to a change that has nothing to write."""

    answer: _Answer


_Prepare: TypeAlias = Callable[[Connection], Prepared[_Answer] | Settled[_Answer]]


def in_two_steps(
    engines: Engines, prepare: _Prepare[_Answer], *, pours_beside: bool = True
) -> _Answer:
    """Make a change, all or nothing, with as little as can be inside the lock."""
    attempt = _poured if pours_beside and not engines.is_sqlite else staged
    with engines.loading() as connection:
        for _ in range(_ATTEMPTS):
            with suppress(BasisLost):
                return attempt(connection, prepare)
        for _ in range(_ATTEMPTS):
            with suppress(BasisLost), yielding():
                return _alone(connection, prepare)
        return _alone(connection, prepare)


def staged(connection: Connection, prepare: _Prepare[_Answer]) -> _Answer:
    """Stage beside others and write inside the lock: SQLite has one writer."""
    with quietly(connection):
        ready = prepare(connection)
        if isinstance(ready, Settled):
            return ready.answer
        ready.put_all(next_keys(connection, ready.needs()))
    with cleared(ready.stage), exclusively(connection):
        # Asked before anything is written: nobody else can write any more.
        if not ready.holds(has_own_keys=False):
            raise BasisLost
        ready.pour()
        return ready.record()


def _poured(connection: Connection, prepare: _Prepare[_Answer]) -> _Answer:
    """Write beside others too, unseen by them; only the end is inside PostgreSQL's lock."""
    with quietly(connection):
        ready = prepare(connection)
        if isinstance(ready, Settled):
            return ready.answer
        needs = ready.needs()
    with reserved(connection, needs) as firsts, cleared(ready.stage), beside(connection):
        ready.put_all(firsts)
        ready.pour()
        take_turn(connection)
        # Asked last, as others wrote until this turn; if not, what was poured is undone unseen.
        if not ready.holds(has_own_keys=True):
            raise BasisLost
        return ready.record()


def _alone(connection: Connection, prepare: _Prepare[_Answer]) -> _Answer:
    """Do everything inside the lock."""
    with exclusively(connection):
        ready = prepare(connection)
        if isinstance(ready, Settled):
            return ready.answer
        ready.put_all(next_keys(connection, ready.needs()))
        ready.pour()
        answer = ready.record()
        ready.stage.clear()
    return answer
