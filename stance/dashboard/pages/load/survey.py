"""The load page looks at a file: how it is read, what its columns may be."""

from __future__ import annotations

import secrets
from typing import Any

from dash import Dash, Input, Output, ctx, html, no_update

from stance.dashboard.pages.load import reading
from stance.dashboard.pages.load.choices import reading_of
from stance.dashboard.pages.load.columns import columns_view, header_of
from stance.dashboard.pages.load.report import refused_view
from stance.dashboard.parts.uploads import Uploads, uploaded
from stance.errors import StanceError
from stance.files.reading.encodings import NotEncoded
from stance.files.reading.registry import open_file
from stance.files.reading.survey import Survey, survey
from stance.store import Store

TOKEN = "load-token"  # noqa: S105 (the id of a component)
HEADER = "load-header"
COLUMNS = "load-columns"
REPORT = "load-report"
ACTIONS = "load-actions"

Answer = tuple[Any, ...]


def register_look(app: Dash, store: Store, uploads: Uploads | None) -> None:
    """Attach what follows on a file that was sent, or read in another way."""
    controls = (reading.FORMAT, reading.ENCODING, reading.SEPARATOR, reading.SHEET)

    @app.callback(
        Output(reading.STEP, "hidden"),
        Output(reading.STEP, "open"),
        Output(reading.SAID, "children"),
        Output(reading.FORMAT, "data"),
        Output(reading.ENCODING, "children"),
        Output(reading.SEPARATOR, "data"),
        Output(reading.SHEET, "data"),
        Output(reading.SEPARATOR_BOX, "hidden"),
        Output(reading.SHEET_BOX, "hidden"),
        *[Output(control, "value") for control in controls],
        Output(COLUMNS, "children"),
        Output(HEADER, "data"),
        Output(REPORT, "children"),
        Output(ACTIONS, "hidden"),
        Input(TOKEN, "data"),
        *[Input(control, "value") for control in controls],
        prevent_initial_call=True,
    )
    def look(token: Any, *chosen: Any) -> Answer:
        is_new = ctx.triggered_id == TOKEN
        values = ("", "", "", "") if is_new else chosen
        if not token:
            return (True, *[no_update] * 16)
        try:
            name, content = uploaded(uploads, token)
            seen = survey(open_file(content, name, reading_of(*values)))
        except NotEncoded as problem:
            return _asked_for_encoding(problem, values)
        except StanceError as problem:
            return _as_refused(problem, values, is_open=not is_new)
        return _looked_at(store, seen, values)


def _asked_for_encoding(problem: NotEncoded, values: Any) -> Answer:
    options = reading.radio_choices(reading.ranked_options(problem.choices))
    why = f"{problem.why[:1].upper()}{problem.why[1:]}"
    if not options:
        return _as_refused(problem, values, is_open=False)
    said = ["Which line reads right? Choose its encoding. ", html.Span(why, className="quiet")]
    data = (reading.format_options(""), options, no_update, no_update, True, True)
    return (False, True, said, *data, *values, None, None, None, True)


def _as_refused(problem: StanceError, values: Any, *, is_open: bool) -> Answer:
    kept = [no_update] * 6
    shown = (False, is_open, "How it is read", *kept, *values)
    return (*shown, None, None, refused_view(problem), True)


def _looked_at(store: Store, seen: Survey, values: Any) -> Answer:
    nonce = secrets.token_hex(4)
    # A title is not always what its slug is made of: only the slug names the same issue.
    issues = [(issue.slug, issue.title) for issue in store.issues()]
    actors = [(actor.name, actor.name) for actor in store.actors()]
    return (
        False,
        False,
        [reading.summary_of(seen), html.Span(" · change", className="quiet")],
        reading.format_options(seen.format),
        reading.radio_choices(reading.encoding_options(seen)),
        reading.separator_options(seen),
        reading.sheet_options(seen),
        not seen.separator,
        len(seen.sheets) < 2,
        *values,
        columns_view(seen, nonce, issues=issues, actors=actors),
        header_of(seen, nonce),
        None,
        True,
    )
