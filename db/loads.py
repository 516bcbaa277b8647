"""A load: what it rests on is read, a plan is made of it, and its rows are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from db.facts import Ground, ground_of
from db.keys import Firsts
from db.models import Base
from db.plan_rows import PlanRows
from db.session import Engines
from db.staged_changes import in_two_steps
from db.staging import Stage
from stance.store import NewBatch, Plan, Planner, Progress, Wanted


class _NothingToWrite(Exception):
    """A plan that changes nothing."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__("nothing to write")


@dataclass
class Load:
    """One load on its way: what it asks, and what it will write."""

    engines: Engines
    batch: NewBatch
    wanted: Wanted
    planner: Planner
    progress: Progress

    def run(self) -> tuple[Plan, int | None]:
        """Do the whole load; return the plan that was carried out and the batch's number."""
        try:
            return in_two_steps(self.engines, self._planned)
        except _NothingToWrite as end:
            return end.plan, None

    def _planned(self, connection: Connection) -> _Planned:
        ground = ground_of(connection, self.wanted)
        known = ground.facts
        plan = self.planner(known)
        rows = PlanRows(connection, plan, self.batch, known.codebooks)
        if not rows.writes:
            raise _NothingToWrite(plan)
        return _Planned(connection, ground, rows, self.progress)


@dataclass
class _Planned:
    """A plan with the ground it rests on."""

    connection: Connection
    ground: Ground
    rows: PlanRows
    progress: Progress

    @property
    def stage(self) -> Stage:
        return self.rows.stage

    def needs(self) -> Mapping[type[Base], int]:
        return self.rows.learn()

    def put_all(self, firsts: Firsts) -> None:
        self.rows.put_all(firsts, self.progress)

    def holds(self, *, has_own_keys: bool) -> bool:
        return self.ground.holds(self.connection, has_own_keys=has_own_keys)

    def pour(self) -> None:
        self.rows.pour()

    def record(self) -> tuple[Plan, int]:
        return self.rows.plan, self.rows.record()
