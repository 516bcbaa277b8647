"""The codebook of an issue: its frames with definitions, wordings, counts, examples, versions."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from stance.analysis.wordings.codebook import print_codebook
from stance.dashboard.frame.address import Address
from stance.dashboard.pages.codebook import change
from stance.dashboard.parts.addresses import issue_href, statement_href, statements_href
from stance.dashboard.parts.components import (
    button_link,
    card,
    counted,
    facts,
    frame_chip,
    page_head,
    quiet,
)
from stance.dashboard.parts.frames import FrameLooks
from stance.dashboard.parts.naming import language_name
from stance.dashboard.parts.quotation import gloss_of, marked_words
from stance.errors import NoCodebook
from stance.figures.palette import FrameStyle, styles
from stance.records import Codebook, Entry, Frame, StatementQuery, Wordings
from stance.store import Store

_MOST_SEARCHED = 400
_LONGEST = 240


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    try:
        codebook = store.codebook(address.name)
    except NoCodebook:
        return _without(store, address.name)
    facets = store.facets(StatementQuery(issue=codebook.issue))
    counts = {facet.value: facet.n for facet in facets if facet.facet == "frame"}
    few = store.statements(StatementQuery(issue=codebook.issue), limit=_MOST_SEARCHED)
    shown = best_of(few)
    looks = styles(codebook.frame_ids)
    frames = [
        _frame(codebook, frame, looks[frame.id], counts.get(frame.id, 0), shown.get(frame.id))
        for frame in codebook.frames
    ]
    tracked = [
        html.Div([html.H3([one.label, " ", html.Code(one.id)]), _wordings(one.wordings)])
        for one in codebook.tracked
    ]
    told = card(html.Div(tracked, className="tracked"), title="Tracked wordings")
    return html.Div(
        [
            page_head(codebook.title, _lead(codebook)),
            html.Div(frames, className="frames"),
            *([told] if tracked else []),
            card(_versions(store, codebook), title="Versions"),
            change.change_card("A new version", print_codebook(codebook)),
        ]
    )


def _without(store: Store, name: str) -> Component:
    issue = store.issue(name)
    said = (
        "Its statements are not coded yet: a codebook says which frames there are, and which "
        "words signal them. Write one below and see what it finds."
    )
    return html.Div(
        [
            page_head(issue.title, said),
            change.change_card("A first codebook", change.template(issue)),
            html.P(button_link("Timeline", issue_href(issue.slug))),
        ]
    )


def _lead(codebook: Codebook) -> list[Component | str]:
    rule = (
        "A statement carries at most one frame."
        if codebook.exclusive
        else "A statement can carry several frames."
    )
    scale = (
        f" Stance runs from “{codebook.stance_min}” (-2) to “{codebook.stance_max}” (+2)."
        if codebook.stance_min and codebook.stance_max
        else ""
    )
    return [
        (
            f"Codebook version {codebook.version}, {counted(len(codebook.frames), 'frame')}. "
            f"{rule}{scale} "
        ),
        html.A("Timeline", href=issue_href(codebook.issue)),
        " · ",
        html.A("A new version", href="#codebook-upload"),
        " · ",
        html.A("As a file (YAML)", href=f"/export/codebook/{quote(codebook.issue, safe='')}.yaml"),
    ]


def _frame(
    codebook: Codebook, frame: Frame, look: FrameStyle, n: int, example: Entry | None
) -> Component:
    query = StatementQuery(issue=codebook.issue, frames=(frame.id,))
    means = f"Counts as: {frame.means.value.replace('_', ' ')}." if frame.means else ""
    uses = html.A(counted(n, "utterance"), href=statements_href(query))
    return card(
        html.Div([html.H2(frame_chip(frame.label, look)), uses], className="frame-head"),
        html.P(frame.definition or "No definition."),
        quiet(means) if means else None,
        _example(frame.id, frame.label, example, look) if example else None,
        _wordings(frame.wordings),
        html.Code(frame.id, className="quiet"),
        class_name=f"frame-card hue-{look.hue}",
    )


def _wordings(wordings: Wordings) -> Component:
    """Show the first language's wordings, the others on demand."""
    told = [(language, words) for language, words in wordings.items() if words]
    if not told:
        return quiet("No wordings: only a person gives this frame.")
    first, others = told[:1], told[1:]
    if not others:
        return _word_list(first)
    n_words = sum(len(words) for _, words in others)
    said = f"{counted(n_words, 'wording')} in {counted(len(others), 'more language')}"
    more = html.Details([html.Summary(said), _word_list(others)], className="more-words")
    return html.Div([_word_list(first), more])


def _word_list(told: list[tuple[str, tuple[str, ...]]]) -> Component:
    return facts(
        (
            language_name(language),
            [html.Span(one, className="wording", lang=language, dir="auto") for one in words],
        )
        for language, words in told
    )


def _versions(store: Store, codebook: Codebook) -> Component:
    """List the versions, newest first, each with the frames it brought and dropped."""
    known: set[str] = set()
    rows: list[Component] = []
    for version in store.codebook_versions(codebook.issue):
        frames = set(version.frame_ids)
        rows.append(html.Li(_changed(version, known, frames)))
        known = frames
    return html.Ul(rows[::-1], className="plain-list")


def _changed(version: Codebook, before: set[str], now: set[str]) -> list[Component | str]:
    came, went = sorted(now - before), sorted(before - now)
    said: list[str] = []
    if before and came:
        said.append(f"new: {', '.join(came)}")
    if went:
        said.append(f"retired: {', '.join(went)}")
    if before and not came and not went:
        said.append("the same frames, other words")
    told = [counted(len(version.frames), "frame"), *said]
    return [html.B(f"Version {version.version} "), html.Span(", ".join(told), className="quiet")]


# --- examples ----------------------------------------------------------------------------


def best_of(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Choose for each frame the statement that has its wording and the fewest other frames."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if len(entry.statement.text) > _LONGEST:
            continue
        for frame in entry.frames() or ():
            if frame not in found or _rank(entry, frame) < _rank(found[frame], frame):
                found[frame] = entry
    return found


def _rank(entry: Entry, frame: str) -> tuple[bool, bool, int]:
    has_wording = any(hit.key == frame and not hit.is_tracked for hit in entry.hits)
    # Most readers of the codebook's definitions read English.
    is_english = entry.statement.text.isascii()
    return not has_wording, not is_english, len(entry.frames() or ())


def _example(frame: str, label: str, entry: Entry, look: FrameStyle) -> Component:
    """Show the words with those of this frame marked, and who said them."""
    said = entry.statement
    hits = [hit for hit in entry.hits if hit.key == frame and not hit.is_tracked]
    words = marked_words(said.text, hits, FrameLooks({frame: label}, {frame: look}))
    return html.Div(
        [
            html.Blockquote(words, lang=said.language or None, dir="auto"),
            gloss_of(said),
            html.A(f"{said.actor}, {said.date}", href=statement_href(said.id)),
        ],
        className="examples",
    )
