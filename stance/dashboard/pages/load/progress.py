"""Checking and loading a file: begun on the load page, watched there, stopped, and shown."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, ctx

from stance.dashboard.pages.load import checks_and_loads, result, stored_loads, survey
from stance.dashboard.pages.load.background_jobs import Job, Jobs
from stance.dashboard.pages.load.format_step import CONTROLS
from stance.dashboard.pages.load.rows_step import ALIAS
from stance.dashboard.pages.load.sent_choices import options_of
from stance.dashboard.parts.callbacks import Answer, page_callback
from stance.dashboard.parts.uploads import Uploads, uploaded
from stance.errors import StanceError
from stance.store import Store

MAP = "load-map"
BAD_ROWS = "load-bad-rows"
BAD_ROWS_STEP = f"{BAD_ROWS}-step"
ORDER = "load-date-order"
ORDER_STEP = "load-order-step"
PREFIX = "load-prefix"
GO = "load-go"
STOP = "load-stop"
JOB = "load-job"
WAIT = "load-wait"
SKIP = "skip"

AT_ONCE = 1.0
"""Seconds that a page waits for work before it shows how far it is."""

_IDLE = {"no_waiting": True, "no_stop": True}


def _outputs() -> dict[str, Output]:
    """Name what every step of a check or load may change."""
    places = {
        "report": (survey.REPORT, "children"),
        "no_actions": (survey.ACTIONS, "hidden"),
        "no_bad_rows": (BAD_ROWS_STEP, "hidden"),
        "no_order": (ORDER_STEP, "hidden"),
        "no_waiting": (WAIT, "disabled"),
        "no_stop": (STOP, "hidden"),
        "job": (JOB, "data"),
        "batches": (stored_loads.BATCHES, "children"),
    }
    return {name: Output(*place, allow_duplicate=True) for name, place in places.items()}


def register(app: Dash, store: Store, uploads: Uploads | None, jobs: Jobs) -> None:
    """Attach checking, loading, and following either."""

    @page_callback(
        app,
        outputs=_outputs(),
        inputs={
            "columns": Input(MAP, "data"),
            "order": Input(ORDER, "value"),
            "prefix": Input(PREFIX, "value"),
            "alias": Input(ALIAS, "data"),
        },
        states={
            "before": State(JOB, "data"),
            "token": State(survey.TOKEN, "data"),
            **{name: State(id_, "value") for name, id_ in CONTROLS.items()},
        },
        needs="columns",
        refused=_refused,
    )
    def check(columns: Any, alias: Any, before: Any, token: Any, **chosen: Any) -> Answer:
        if not token:
            return {}
        options = options_of(columns, **chosen)
        uploaded(uploads, token)
        if ctx.triggered_id == ALIAS:
            checks_and_loads.name_actor(store, alias)
        jobs.stop(before, kind=checks_and_loads.CHECK)
        work = partial(checks_and_loads.check, store, uploads, token, options)
        return _begun(store, jobs.start(checks_and_loads.CHECK, work))

    @page_callback(
        app,
        outputs=_outputs(),
        inputs={"_clicks": Input(GO, "n_clicks")},
        states={"key": State(JOB, "data"), "bad_rows": State(BAD_ROWS, "value")},
        needs="_clicks",
        refused=_refused,
    )
    def load(_clicks: Any, key: Any, bad_rows: Any) -> Answer:
        checked = checks_and_loads.checked_by(jobs, key)
        work = partial(checks_and_loads.load, store, uploads, checked, skip=bad_rows == SKIP)
        return _begun(store, jobs.start(checks_and_loads.LOAD, work))

    @page_callback(
        app,
        outputs=_outputs(),
        inputs={"n_intervals": Input(WAIT, "n_intervals"), "n_clicks": Input(STOP, "n_clicks")},
        states={"key": State(JOB, "data")},
        refused=_refused,
    )
    def follow(key: Any, **_ticks: Any) -> Answer:
        job = jobs.get(key)
        if ctx.triggered_id == STOP:
            job.stopped.set()
            job.over.wait(AT_ONCE)
        return _answer(store, job)


def _begun(store: Store, job: Job) -> Answer:
    # Most files are done at once: then no progress flashes by.
    job.over.wait(AT_ONCE)
    return _answer(store, job)


def _answer(store: Store, job: Job) -> Answer:
    """Answer with how a job ended, or how far it is."""
    if not job.over.is_set():
        what = "Loading" if job.kind == checks_and_loads.LOAD else "Checking"
        return {
            "report": result.waiting_view(what, job.n_done, job.n_total),
            "no_actions": True,
            "no_waiting": False,
            "no_stop": False,
            "job": job.key,
        }
    if job.problem is not None or not isinstance(job.result, checks_and_loads.Checked):
        problem = job.problem or StanceError("Nothing came of it.")
        return {**_refused(problem), "no_order": False, "job": job.key}
    checked = job.result
    if job.kind == checks_and_loads.LOAD:
        is_stored = checked.loaded is not None and checked.loaded.batch is not None
        return _IDLE | {
            "report": result.loaded_view(store, checked, job.key),
            "no_actions": True,
            "no_bad_rows": True,
            "no_order": is_stored,
            "job": job.key,
            "batches": stored_loads.batches_view(store.batches()),
        }
    seen = checked.preview
    return _IDLE | {
        "report": result.checked_view(checked, job.key),
        "no_actions": not seen.result.n_stored,
        "no_bad_rows": not seen.result.n_refused,
        "no_order": not (seen.order.order or seen.order.n_open or seen.order.is_named),
        "job": job.key,
    }


def _refused(problem: StanceError, _given: Any = None) -> Answer:
    return _IDLE | {"report": result.refused_view(problem), "no_actions": True, "job": None}
