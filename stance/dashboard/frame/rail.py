"""The filter rail: its controls, what they are set to, and the choices with their counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.naming import frame_labels, label_name
from stance.filters import PageState
from stance.records import Codebook, Codings, Unit, Voice
from stance.records.dates import Period
from stance.store.counts import FacetCount, IssueSummary

CHOICES = ("issue", "actor", "frame", "mode", "language", "source", "tag", "speaker", "about")
"""Controls whose choices come with counts."""

_MOST_CHOICES = 200


def values_of(state: PageState) -> dict[str, Any]:
    """Return what every control is set to, in their order, as plain JSON."""
    query = state.query
    return {
        "issue": query.issue or None,
        "actor": list(query.actors),
        "voice": str(query.voice or ""),
        "frame": list(query.frames),
        "mode": [str(mode) for mode in query.modes],
        "language": query.language or None,
        "source": query.source or None,
        "tag": list(query.tags),
        "from": str(query.since or ""),
        "to": str(query.until or ""),
        "period": str(query.period),
        "unit": str(query.unit),
        "codings": str(query.codings),
        "speaker": query.speaker or None,
        "about": query.about or None,
        "q": query.text,
    }


UNSET = values_of(PageState())
"""What every control says while nothing is chosen."""

CONTROLS = tuple(UNSET)
"""Every control, by the filter it sets, in the order in which addresses name them."""


def control_id(name: str) -> str:
    """Return the component id of a control."""
    return f"rail-{name}"


def rail() -> Component:
    """Lay out the controls; they are filled once a page's state is known."""
    return html.Div(
        [
            html.Div(
                [
                    html.H2("Filters", className="rail-title"),
                    html.A("Clear all", id="rail-clear", href="#", className="quiet-link"),
                    html.Button("Done", id="rail-done", className="button small"),
                ],
                className="rail-head",
            ),
            _pick(dmc.Select, "issue", "Issue", "All issues", clearable=False),
            _pick(dmc.MultiSelect, "actor", "Actor", "All actors", value=[]),
            _segments("voice", "Voice", [("", "Both"), *((v, v.value.title()) for v in Voice)]),
            _pick(dmc.MultiSelect, "frame", "Frame", "All frames", value=[]),
            _pick(dmc.MultiSelect, "mode", "Mode", "All modes", value=[]),
            _pick(dmc.Select, "language", "Language", "All languages"),
            _pick(dmc.Select, "source", "Source", "All sources"),
            _pick(dmc.MultiSelect, "tag", "Tag", "All tags", value=[]),
            html.Div(
                [_day("from", "From", "1998"), _day("to", "To", "2004-06")], className="rail-pair"
            ),
            _pick(dmc.Select, "speaker", "Speaker", "All speakers"),
            _pick(dmc.Select, "about", "About", "Anyone"),
            html.H2("Counting", className="rail-title"),
            _choice("period", "Period", [(p, p.value.title()) for p in Period]),
            _segments("unit", "Unit", [(u, f"{u.value.title()}s") for u in Unit]),
            _choice("codings", "Codings", [(c, c.value.title()) for c in Codings]),
        ],
        className="rail",
    )


def choices(
    state: PageState,
    facets: Iterable[FacetCount],
    issues: Iterable[IssueSummary],
    codebook: Codebook | None,
) -> dict[str, Any]:
    """Return the choices of the controls with their counts, as plain JSON."""
    options = [_option("issue", one.slug, one.title, one.n_utterances) for one in issues]
    options += _options(facets, codebook)
    values = values_of(state)
    return {
        name: _with_chosen([one for one in options if one["facet"] == name], values[name])
        for name in CHOICES
    }


def _options(facets: Iterable[FacetCount], codebook: Codebook | None) -> list[dict[str, Any]]:
    """Return every choice with its count; frames come in the codebook's order, unused ones too."""
    labels = frame_labels(codebook)
    known = codebook.frame_ids if codebook else ()
    frames = {frame: _option("frame", frame, labels[frame], 0) for frame in known}
    others = []
    for facet in facets:
        option = _option(facet.facet, facet.value, _label(facet, labels), facet.n)
        if facet.facet == "frame":
            frames[facet.value] = option
        else:
            others.append(option)
    return [*frames.values(), *others]


def _option(facet: str, value: str, label: str, n: int) -> dict[str, Any]:
    return {"facet": facet, "value": value, "label": label, "n": n}


def _label(facet: FacetCount, labels: dict[str, str]) -> str:
    if facet.facet == "frame":
        return labels.get(facet.value, facet.value.replace("_", " "))
    return label_name(facet.facet, facet.value)


def _with_chosen(options: list[dict[str, Any]], chosen: Any) -> list[dict[str, Any]]:
    shown = [one for one in options if one["value"]][:_MOST_CHOICES]
    known = {one["value"] for one in shown}
    wanted = chosen if isinstance(chosen, list) else [chosen] if chosen else []
    missing = [value for value in wanted if value not in known]
    return shown + [{"value": value, "label": value, "n": 0} for value in missing]


def _pick(kind: Any, name: str, label: str, all_: str, **more: Any) -> Component:
    """Choose one (a Select) or several (a MultiSelect) of a list that can be searched."""
    control: Component = kind(
        id=control_id(name),
        label=label,
        placeholder=all_,
        data=[],
        searchable=True,
        nothingFoundMessage="Nothing found",
        renderOption={"function": "stanceChoice"},
        clearButtonProps={"aria-label": f"Clear {label.lower()}"},
        size="sm",
        comboboxProps={"shadow": "md"},
        **{"clearable": True, **more},
    )
    return control


def _choice(name: str, label: str, options: list[tuple[str, str]]) -> Component:
    control: Component = dmc.Select(
        id=control_id(name),
        label=label,
        value=UNSET[name],
        data=_pairs(options),
        allowDeselect=False,
        size="sm",
    )
    return control


def _segments(name: str, label: str, options: list[tuple[str, str]]) -> Component:
    label_id = f"{control_id(name)}-label"
    control = dmc.SegmentedControl(
        id=control_id(name),
        value=UNSET[name],
        data=_pairs(options),
        fullWidth=True,
        size="xs",
        attributes={"root": {"aria-labelledby": label_id}},
    )
    return html.Div([html.Div(label, className="rail-label", id=label_id), control])


def _pairs(options: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"value": str(value), "label": text} for value, text in options]


def _day(name: str, label: str, example: str) -> Component:
    control: Component = dmc.TextInput(
        id=control_id(name), label=label, placeholder=example, debounce=True, size="sm"
    )
    return control
