"""A codebook or its next version: written here or chosen as a file, tried, then applied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component

from stance.answers.codebooks import FrameChange, try_codebook
from stance.dashboard.frame.address import Match
from stance.dashboard.parts.addresses import codebook_href, issue_href
from stance.dashboard.parts.callbacks import Answer, page_callback
from stance.dashboard.parts.components import (
    attributes,
    button,
    button_link,
    counted,
    drop_place,
    note,
    quiet,
)
from stance.dashboard.parts.naming import frame_labels
from stance.dashboard.parts.tables import framed_table, number_cell, table_row
from stance.dashboard.parts.uploads import Uploads, uploaded
from stance.errors import BadFilter, CodebookRefused, StanceError
from stance.loading.codebooks import apply_codebook
from stance.records import Codebook
from stance.store import Store
from stance.store.counts import IssueSummary
from stance.store.plans import Applied

MOST_CHARACTERS = 500_000
"""Of a codebook that is written on the page; larger ones come as files."""

_TEXT = "codebook-text"
_TRY = "codebook-try"
_TRIED = "codebook-tried"
_TEMPLATE = """\
issue: {issue}
title: {title}
frames:
  - id: first-frame
    label: First frame
    definition: What has to be said for this frame to apply.
    wordings:
      en: [a phrase, begin*, "phrase, with a comma"]
  - id: second-frame
    label: Second frame
    wordings:
      en: [another phrase]
"""

_TOKEN = "codebook-token"  # noqa: S105 (the id of a component)
_SAID = "codebook-said"
_REPORT = "codebook-report"
_GO = "codebook-go"


def template(issue: IssueSummary) -> str:
    """Return a codebook to begin with, which can be tried as it stands."""
    return _TEMPLATE.format(issue=issue.slug, title=json.dumps(issue.title, ensure_ascii=False))


def change_card(title: str, text: str) -> Component:
    """Lay out the place where a version is written or dropped, and judged."""
    return html.Section(
        [
            html.H2(title, className="card-title"),
            _written_here(text),
            drop_place(
                "Drop a codebook (YAML) here",
                "You see what it would change before it is applied.",
                button("Choose a file", "primary", data_choose="codebook"),
                data_upload="codebook",
            ),
            html.Div(id=_SAID),
            html.Div(id=_REPORT, **attributes(aria_live="polite")),
            button("Apply", "primary", id=_GO, hidden=True),
            dcc.Store(id=_TOKEN),
            dcc.Store(id=_TRIED),
        ],
        id="codebook-upload",
        className="card",
    )


def _written_here(text: str) -> Component:
    said = (
        "A frame has an id, a label and, per language, the words that signal it; ",
        html.Code("*"),
        " stands for any ending. What is written here is tried before it is applied.",
    )
    field = attributes(aria_label="The codebook as text", spellcheck="false")
    return html.Div(
        [
            quiet(said),
            dmc.Textarea(
                id=_TEXT,
                value=text,
                autosize=True,
                minRows=12,
                maxRows=28,
                className="codebook-text",
                attributes={"input": field},
            ),
            button("See what it would change", id=_TRY),
        ],
        className="written",
    )


def register(app: Dash, store: Store, _match: Match, *, uploads: Uploads | None) -> None:
    """Attach trying what was written or sent, and applying what was tried."""
    outputs = {
        "report": Output(_REPORT, "children", allow_duplicate=True),
        "no_go": Output(_GO, "hidden", allow_duplicate=True),
        "tried": Output(_TRIED, "data", allow_duplicate=True),
    }

    @page_callback(
        app,
        outputs=outputs,
        inputs={"token": Input(_TOKEN, "data"), "n_clicks": Input(_TRY, "n_clicks")},
        states={"text": State(_TEXT, "value")},
        refused=_refused,
    )
    def try_it(token: Any, n_clicks: Any, text: Any) -> Answer:
        is_file = ctx.triggered_id == _TOKEN
        if not (token if is_file else n_clicks):
            return {"report": None, "no_go": True, "tried": None}
        tried = {"token": token} if is_file else {"text": text}
        codebook, n, changes = try_codebook(store, _content(uploads, tried))
        return {"report": _tried(codebook, n, changes), "no_go": False, "tried": tried}

    @page_callback(
        app,
        outputs=outputs,
        inputs={"_clicks": Input(_GO, "n_clicks")},
        states={"tried": State(_TRIED, "data")},
        needs="_clicks",
        refused=_refused,
    )
    def apply_it(_clicks: Any, tried: Any) -> Answer:
        done = apply_codebook(store, _content(uploads, tried), at=datetime.now(UTC))
        return {"report": _applied(*done), "no_go": True}


def _content(uploads: Uploads | None, tried: Any) -> bytes:
    """Return the codebook that was tried: a text of the page, else a file; raise StanceError."""
    match tried:
        case {"text": str(text)} if len(text) <= MOST_CHARACTERS:
            return text.encode("utf-8", "surrogatepass")
        case {"text": _}:
            reason = f"at most {MOST_CHARACTERS:,} characters are read here; send it as a file"
            raise BadFilter("codebook", "the text", reason)
        case {"token": token}:
            return uploaded(uploads, token)[1]
    raise BadFilter("codebook", str(tried)[:80], "try it again")


def _refused(problem: StanceError, _given: Any) -> Answer:
    line = problem.line if isinstance(problem, CodebookRefused) else 0
    said = f"Line {line}: {problem}" if line else str(problem)
    told = note("This codebook cannot be used", said, kind="bad")
    return {"report": told, "no_go": True, "tried": None}


def _tried(codebook: Codebook, n: int, changes: Sequence[FrameChange]) -> Component:
    moved = [change for change in changes if change.n_gained or change.n_lost]
    head = (
        f"{codebook.title}: {counted(len(moved), 'frame')} would change"
        if moved
        else f"{codebook.title}: the dictionary's codings stay as they are"
    )
    looked = (
        f"{counted(n, 'statement')} looked at, each counted by itself as the dictionary codes it; "
        "a person's codings are never touched. A wording that is negated in its clause, as in "
        "“no refugees”, does not count unless the wording itself holds the negation."
    )
    labels = frame_labels(codebook)
    names = ("Frame", "Now", "Then", "Gained", "Lost")
    rows = [
        table_row(
            labels.get(change.frame, change.frame),
            *map(number_cell, (change.n_now, change.n_then, change.n_gained, change.n_lost)),
            className="moved" if change in moved else None,
        )
        for change in changes
    ]
    table = framed_table(names, rows, "What would change")
    return html.Div([html.H3(head), quiet(looked), table], className="report")


def _applied(codebook: Codebook, applied: Applied) -> Component:
    said = (
        f"Version {applied.version} is in force; "
        f"{counted(applied.n_recoded, 'statement')} coded anew."
        if applied.changed
        else f"Version {applied.version} holds the same already: nothing changed."
    )
    return note(
        "Applied" if applied.changed else "Nothing to apply",
        said,
        button_link("Timeline", issue_href(codebook.issue), kind="primary"),
        button_link("This codebook", f"{codebook_href(codebook.issue)}?period=year"),
    )
