"""The load page looks at a file: how it is read, what its columns may be."""

from __future__ import annotations

import secrets
from typing import Any

from dash import Dash, Input, Output, ctx, html

from stance.dashboard.pages.load import format_step
from stance.dashboard.pages.load.columns_step import columns_view, header_of
from stance.dashboard.pages.load.format_step import CONTROLS
from stance.dashboard.pages.load.result import refused_view
from stance.dashboard.pages.load.sent_choices import reading_of
from stance.dashboard.parts.callbacks import Answer, page_callback
from stance.dashboard.parts.uploads import Uploads, uploaded
from stance.errors import StanceError
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.encodings import NotEncoded
from stance.files.reading.registry import open_file
from stance.files.reading.survey import Survey, survey
from stance.store import Store

TOKEN = "load-token"  # noqa: S105 (the id of a component)
HEADER = "load-header"
COLUMNS = "load-columns"
REPORT = "load-report"
ACTIONS = "load-actions"

_OUTPUTS = {
    "no_step": Output(format_step.STEP, "hidden"),
    "is_open": Output(format_step.STEP, "open"),
    "said": Output(format_step.SAID, "children"),
    "formats": Output(format_step.FORMAT, "data"),
    "encodings": Output(format_step.ENCODING, "children"),
    "separators": Output(format_step.SEPARATOR, "data"),
    "sheets": Output(format_step.SHEET, "data"),
    "no_separator": Output(format_step.SEPARATOR_BOX, "hidden"),
    "no_sheet": Output(format_step.SHEET_BOX, "hidden"),
    **{name: Output(id_, "value") for name, id_ in CONTROLS.items()},
    "columns": Output(COLUMNS, "children"),
    "header": Output(HEADER, "data"),
    "report": Output(REPORT, "children"),
    "no_actions": Output(ACTIONS, "hidden"),
}


def register_look(app: Dash, store: Store, uploads: Uploads | None) -> None:
    """Attach what follows on a file that was sent, or read in another way."""

    @page_callback(
        app,
        outputs=_OUTPUTS,
        inputs={
            "token": Input(TOKEN, "data"),
            **{name: Input(id_, "value") for name, id_ in CONTROLS.items()},
        },
        refused=_refused,
    )
    def look(token: Any, **chosen: Any) -> Answer:
        if not token:
            return {"no_step": True}
        name, content = uploaded(uploads, token)
        wanted = ReadOptions() if _is_new() else reading_of(**chosen)
        return _looked_at(store, survey(open_file(content, name, wanted)))


def _is_new() -> bool:
    return bool(ctx.triggered_id == TOKEN)


def _begun() -> dict[str, Any]:
    """Clear the later steps; for a new file, forget also what was chosen for the one before."""
    first = dict.fromkeys(CONTROLS, "") if _is_new() else {}
    empty = {"columns": None, "header": None, "report": None, "no_actions": True}
    return {**first, **empty, "no_step": False}


def _refused(problem: StanceError, _given: Any) -> Answer:
    if isinstance(problem, NotEncoded) and problem.choices:
        return _asked_for_encoding(problem)
    return _begun() | {
        "is_open": not (_is_new() or isinstance(problem, NotEncoded)),
        "said": "How it is read",
        "report": refused_view(problem),
    }


def _asked_for_encoding(problem: NotEncoded) -> Answer:
    why = html.Span(f"{problem.why[:1].upper()}{problem.why[1:]}", className="quiet")
    return _begun() | {
        "is_open": True,
        "said": ["Which line reads right? Choose its encoding. ", why],
        "formats": format_step.format_options(""),
        "encodings": format_step.radio_choices(format_step.ranked_options(problem.choices)),
        "no_separator": True,
        "no_sheet": True,
    }


def _looked_at(store: Store, seen: Survey) -> Answer:
    nonce = secrets.token_hex(4)
    # A title is not always what its slug is made of: only the slug names the same issue.
    issues = [(issue.slug, issue.title) for issue in store.issues()]
    actors = [(actor.name, actor.name) for actor in store.actors()]
    return _begun() | {
        "is_open": False,
        "said": [format_step.summary_of(seen), html.Span(" · change", className="quiet")],
        "formats": format_step.format_options(seen.format),
        "encodings": format_step.radio_choices(format_step.encoding_options(seen)),
        "separators": format_step.separator_options(seen),
        "sheets": format_step.sheet_options(seen),
        "no_separator": not seen.table.separator,
        "no_sheet": len(seen.table.sheets) < 2,
        "columns": columns_view(seen, nonce, issues=issues, actors=actors),
        "header": header_of(seen, nonce),
    }
