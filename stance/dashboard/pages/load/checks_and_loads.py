"""Check and load a file in the background, and offer the rows that were refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from dash import Dash
from flask import Response
from flask.typing import ResponseReturnValue

from stance.dashboard.pages.load.background_jobs import Jobs, NoJob
from stance.dashboard.parts.page_words import result_on_page
from stance.dashboard.parts.uploads import Uploads, uploaded
from stance.errors import BadFilter, NotFound, StanceError
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.registry import open_file
from stance.files.refused_rows import refused_rows
from stance.files.writing import FORMATS
from stance.loading import actor_names
from stance.loading.files import load_file
from stance.loading.previews import Preview, preview_file
from stance.loading.results import LoadResult
from stance.records import Problem
from stance.store import Store
from stance.store.plans import Progress

_LONGEST_NAME = 500

CHECK, LOAD = "check", "load"
"""The kinds of job of the load page."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found in the file that waits under a token, read in one way."""

    token: str
    options: ReadOptions
    preview: Preview
    loaded: LoadResult | None = None
    """The load's own result once there is one."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that was wrong, by what was done last."""
        return (self.loaded or self.preview.result).problems


def check(
    store: Store, uploads: Uploads | None, token: str, options: ReadOptions, progress: Progress
) -> Checked:
    """Judge a waiting file."""
    name, content = uploaded(uploads, token)
    seen = preview_file(store, content, name, options, progress=progress, told=result_on_page)
    return Checked(token, options, seen)


def load(
    store: Store, uploads: Uploads | None, checked: Checked, progress: Progress, *, skip: bool
) -> Checked:
    """Load a file that was checked, in the way in which it was checked."""
    name, content = uploaded(uploads, checked.token)
    result = load_file(
        store,
        content,
        name,
        checked.options,
        at=datetime.now(UTC),
        skip_bad_rows=skip,
        progress=progress,
    )
    return replace(checked, loaded=result_on_page(result))


def name_actor(store: Store, asked: Any) -> None:
    """Give a known actor another name, so that it is no second actor."""
    match asked:
        case {"name": str(name), "actor": str(actor)} if len(name) <= _LONGEST_NAME:
            actor_names.add_alias(store, name, actor)
        case _:
            raise BadFilter("actor", str(asked), "it names no actor and no other name")


def checked_by(jobs: Jobs, key: object) -> Checked:
    """Return what a finished job found; raise NoJob where there is none, or none yet."""
    result = jobs.get(key).result
    if not isinstance(result, Checked):
        raise NoJob
    return result


def refused_href(key: str) -> str:
    """Return the address of the refused rows of a check or load."""
    return f"/load/refused/{key}.csv"


def register_refused(app: Dash, jobs: Jobs, uploads: Uploads | None) -> None:
    """Attach the file of refused rows."""

    def refused(key: str) -> ResponseReturnValue:
        try:
            found = checked_by(jobs, key)
            name, content = uploaded(uploads, found.token)
            opened = open_file(content, name, found.options)
            table = refused_rows(opened, found.options, found.problems)
        except StanceError as problem:
            status = 404 if isinstance(problem, NotFound) else 400
            return Response(f"{problem}\n", status=status, mimetype="text/plain")
        pieces = FORMATS["csv"].write(*table, excel=True)
        headers = {"Content-Disposition": 'attachment; filename="refused.csv"'}
        return Response(pieces, mimetype="text/csv", headers=headers)

    app.server.add_url_rule("/load/refused/<key>.csv", view_func=refused, endpoint="refused-rows")
