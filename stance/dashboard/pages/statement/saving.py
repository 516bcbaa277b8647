"""What the form for one statement sends, and where it tells each problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import Output, State

from stance.dashboard.pages.statement import form
from stance.dashboard.pages.statement.link_form import TO, TYPE
from stance.dashboard.parts.callbacks import Answer, Wires
from stance.dashboard.parts.page_words import ON_FORM
from stance.dashboard.parts.person import NAME, given_name, given_text
from stance.errors import BadFilter, LinkCycle, RowRefused, StanceError, as_sentence
from stance.phrases import in_words

SAVED = "form-saved"
MOST_CHARACTERS = 500_000

_OF_NEW = {"actor_kind": form.KIND, "frames": form.FRAMES, "link_type": TYPE, "link_to": TO}
"""The fields that only a new statement has besides its words; the others keep their own."""


@dataclass(frozen=True, slots=True)
class FormSent:
    """What a person sent with a click on save."""

    by: str
    cells: Mapping[str, str]
    is_new_actor: bool
    is_new_issue: bool


def field_ids(*, is_new: bool) -> dict[str, str]:
    """Return the id of the field of each column; a page for editing has no frames and no link."""
    ids = {name: form.field_id(name) for name in form.FIELDS if is_new or name != "id"}
    return ids | _OF_NEW if is_new else ids


def states(*, is_new: bool) -> Wires:
    """List what goes with a click on save."""
    ids = field_ids(is_new=is_new)
    return {
        "name": State(NAME, "value"),
        "new_actor": State(form.NEW_ACTOR, "checked"),
        "new_issue": State(form.NEW_ISSUE, "checked"),
        "fields": {column: State(id_, "value") for column, id_ in ids.items()},
    }


def outputs(*, is_new: bool) -> Wires:
    """List the outputs of saving: the next page, the message, and the problem of each field."""
    ids = {"coder": NAME, **field_ids(is_new=is_new)}
    return {
        "saved": Output(SAVED, "data", allow_duplicate=True),
        "said": Output(form.SAID, "children", allow_duplicate=True),
        "problems": {
            column: Output(id_, "error", allow_duplicate=True) for column, id_ in ids.items()
        },
    }


def read_form(*, name: Any, new_actor: Any, new_issue: Any, fields: Mapping[str, Any]) -> FormSent:
    """Read what a browser sent; raise BadFilter for what no form sends."""
    cells = {
        column: _frames(value) if column == "frames" else _cell(column, value)
        for column, value in fields.items()
    }
    return FormSent(given_name(name), cells, new_actor is True, new_issue is True)


def _cell(name: str, value: Any) -> str:
    return given_text(name, value, most=MOST_CHARACTERS)


def _frames(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, list):
        raise BadFilter("frames", str(value), "a list of frames is expected")
    return ";".join(_cell("frames", one) for one in value)


def answered(*, is_new: bool, said: Any = None, **more: Any) -> Answer:
    """Answer a click on save where no field has a problem."""
    problems = dict.fromkeys(("coder", *field_ids(is_new=is_new)))
    return {"said": said, "problems": problems, **more}


def not_saved(problem: StanceError, _given: Any, *, is_new: bool) -> Answer:
    """Put each problem at its field, and say as a whole what has no field."""
    if isinstance(problem, LinkCycle):
        problem = RowRefused([("link_to", str(problem))])
    answer = answered(is_new=is_new, said=str(problem))
    if not isinstance(problem, RowRefused):
        return answer
    by_column: dict[str, str] = {}
    for column, reason in problem.problems:
        by_column.setdefault(column, as_sentence(in_words(reason, ON_FORM)))
    places = answer["problems"]
    at_fields = {column: told for column, told in by_column.items() if column in places}
    elsewhere = [told for column, told in by_column.items() if column not in places]
    n = len(at_fields)
    fields = f"{n} field{'s' if n > 1 else ''} above must be mended." if n else ""
    said = " ".join(["Not stored.", *elsewhere, fields]).strip()
    return {"said": said, "problems": {**places, **at_fields}}
