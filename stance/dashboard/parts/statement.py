"""Everything about one statement, as the aside and its own page show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from stance.answers.codebooks import codebook_or_none
from stance.answers.statements import entries_by_id
from stance.dashboard.parts.addresses import statement_href, statements_href
from stance.dashboard.parts.citations import cite_buttons, statement_citation
from stance.dashboard.parts.components import button_link, facts, frame_chip, is_web, outside_link
from stance.dashboard.parts.frames import FrameLooks, looks_of
from stance.dashboard.parts.naming import LINKS_IN, LINKS_OUT, MODES, language_name, shown_value
from stance.dashboard.parts.quotation import gloss_of, marked_quote
from stance.filters import MOST_CHARACTERS
from stance.records import NONE, Codebook, Coding, Entry, LinkType, Statement, StatementQuery
from stance.records.columns import COLUMNS
from stance.records.statements import values_of
from stance.store import Reading

_MOST_LINKS = 12
_MOST_WORDS = 160


@dataclass(frozen=True, slots=True)
class StatementShown:
    """A statement with what stands around it: its reports, and the other ends of its links."""

    entry: Entry
    reports: tuple[Entry, ...]
    ends: Mapping[str, Entry]
    codebook: Codebook | None

    @property
    def looks(self) -> FrameLooks:
        """The labels and styles of frames and tracked wordings."""
        return looks_of(self.codebook)


def read_statement(store: Reading, id_: str) -> StatementShown:
    """Ask for a statement and all that its view needs; raise Unknown."""
    reports = store.utterance(id_)
    entry = next(report for report in reports if report.statement.id == id_)
    links = [*entry.links, *entry.links_here][:_MOST_LINKS]
    ids = {end for link in links for end in (link.from_id, link.to_id)} - {id_}
    ends = entries_by_id(store, sorted(ids))
    codebook = codebook_or_none(store, entry.statement.issue)
    return StatementShown(entry, tuple(reports), ends, codebook)


def statement_view(told: StatementShown, *, is_page: bool) -> Component:
    """Show a statement, on its own page in two columns: what was said, and what is known of it."""
    statement = told.entry.statement
    words, further = _words(told), [_links(told), reports_view(told)]
    around = [_source(statement), facts(_said(statement)), _codings(told)]
    ways = cite_buttons(statement_citation(statement))
    if not is_page:
        ways = [button_link("Open page", statement_href(statement.id), kind="small"), *ways]
    kept = [facts(_kept(told.entry)), html.Div(ways, className="ways")]
    if not is_page:
        return html.Article([*words, *around, *further, *kept], className="statement")
    return html.Article(
        [
            html.Div([*words, *further], className="statement"),
            html.Div([*around, *kept], className="statement statement-side"),
        ],
        className="statement-columns",
    )


def _words(told: StatementShown) -> list[Component | None]:
    """Show who spoke when, with which frames, what it answers, and the words."""
    entry, statement = told.entry, told.entry.statement
    where = statement.source.name or statement.reported_by
    line = " · ".join(part for part in (str(statement.date), where) if part)
    frames = entry.frames()
    chips: Component = html.P("Not coded.", className="quiet")
    if frames is not None:
        marked = [told.looks.chip(frame) for frame in frames] or [frame_chip("No frame", None)]
        chips = html.Div(marked, className="chips")
    values = values_of(statement)
    before = [
        html.P([html.B(one.short_label), " ", html.Span(text, dir="auto")], className="summary")
        for one in COLUMNS
        if one.is_before_words and (text := values[one.name])
    ]
    quote = marked_quote(entry, told.looks)
    unmarked = html.P("No wording of the codebook stands in these words.", className="quiet")
    return [
        html.Header([html.H2(statement.actor), html.P(line, className="quiet")]),
        chips,
        *before,
        quote if entry.hits else html.Div([quote, unmarked]),
        html.P(statement.summary, className="summary") if statement.summary else None,
    ]


def _source(statement: Statement) -> Component | None:
    source = statement.source
    title = source.title or source.publisher or source.url
    if not title and not source.archive_url:
        return None
    line: list[Component | str] = []
    if title:
        line.append(outside_link(source.url, title) if is_web(source.url) else title)
    if source.archive_url:
        line += [" · ", outside_link(source.archive_url, "Archived copy")]
    under = " · ".join(part for part in (source.publisher, str(source.date or "")) if part)
    return html.Div(
        [html.H3("Source"), html.P(line), html.P(under, className="quiet")], className="source"
    )


def _said(statement: Statement) -> list[tuple[str, Component | str]]:
    values = values_of(statement)
    return [
        (
            column.short_label,
            _leading(statement, column.name, shown_value(column, values[column.name])),
        )
        for column in _FACTS
    ]


_FACTS = sorted((column for column in COLUMNS if column.fact), key=lambda column: column.fact)


def _leading(statement: Statement, name: str, shown: str) -> Component | str:
    """Lead from a speaker, an outlet or whom it concerns to other statements."""
    words = shown.replace('"', " ").strip()
    match name:
        case "speaker" if shown.isprintable() and len(shown) <= MOST_CHARACTERS:
            query = StatementQuery(speaker=shown)
        case "about":
            query = StatementQuery(issue=statement.issue, about=shown)
        # There is no filter of outlets: every statement that names it is looked for.
        case "reported_by" if words and len(words) <= MOST_CHARACTERS - 2:
            query = StatementQuery(text=f'"{words}"')
        case _:
            return shown
    return html.A(shown, href=statements_href(query)) if shown else ""


def _codings(told: StatementShown) -> Component | None:
    entry = told.entry
    by_coder: dict[str, list[Coding]] = {}
    for coding in entry.codings:
        by_coder.setdefault(coding.coder, []).append(coding)
    rows = [
        (coder, _listed(told, [coding.frame for coding in codings]))
        for coder, codings in by_coder.items()
    ]
    if entry.dictionary_frames is not None:
        rows.append(("Dictionary", _listed(told, entry.dictionary_frames or (NONE,))))
    if not rows:
        return None
    return html.Div([html.H3("Codings"), facts(rows)])


def _listed(told: StatementShown, frames: list[str] | tuple[str, ...]) -> Component:
    retired = told.codebook.retired if told.codebook else {}
    names = [
        f"{told.looks.label(frame)}{' (retired)' if frame in retired else ''}" for frame in frames
    ]
    return html.Span(", ".join(names))


def _links(told: StatementShown) -> Component | None:
    ends = [(link.type, link.to_id, LINKS_OUT) for link in told.entry.links]
    ends += [(link.type, link.from_id, LINKS_IN) for link in told.entry.links_here]
    rows = [
        _link(told, type_, end, verbs[type_])
        for type_, end, verbs in ends
        if type_ is not LinkType.REPORTS
    ]
    if not rows:
        return None
    return html.Div([html.H3("Links"), html.Ul(rows[:_MOST_LINKS], className="ends")])


def _link(told: StatementShown, type_: LinkType, end: str, verb: str) -> Component:
    other = told.ends.get(end)
    if other is None:
        return html.Li([f"{verb} ", html.A(end, href=statement_href(end))])
    said = other.statement
    text = said.text
    if len(text) > _MOST_WORDS:
        text = text[:_MOST_WORDS].rstrip() + "…"
    return html.Li(
        [
            html.Span(verb, className=f"verb verb-{type_.value}"),
            html.A(f"{said.actor}, {said.date}", href=statement_href(end)),
            html.P(text, lang=said.language or None, dir="auto"),
            gloss_of(said),
        ]
    )


def _kept(entry: Entry) -> list[tuple[str, Component | str]]:
    statement = entry.statement
    batch = (
        html.A(f"Load {entry.batch}", href=statements_href(StatementQuery(batch=entry.batch)))
        if entry.batch is not None
        else ""
    )
    version = str(entry.codebook_version or "")
    return [
        ("Tags", ", ".join(statement.tags)),
        ("Note", statement.note),
        *((name, value) for name, value in sorted(statement.extra.items())),
        ("Id", html.Code(statement.id)),
        ("Codebook", f"version {version}" if version else ""),
        ("Came with", batch),
    ]


def reports_view(told: StatementShown) -> Component | None:
    """Show every other report of the utterance, and say first where they differ."""
    others = [entry for entry in told.reports if entry.statement.id != told.entry.statement.id]
    if not others:
        return None
    said, differing = _agreement(told)
    return html.Div(
        [
            html.H3(f"The same utterance in {len(told.reports)} reports"),
            html.P(said, className="quiet"),
            html.Ul(
                [_report(told, entry, differing) for entry in others], className="ends reports"
            ),
        ]
    )


def _agreement(told: StatementShown) -> tuple[str, list[str]]:
    """Say which frames all reports carry; return it with the frames that only some carry."""
    carried = [entry.frames() or () for entry in told.reports]
    every = dict.fromkeys(frame for frames in carried for frame in frames)
    differing = [frame for frame in every if not all(frame in frames for frames in carried)]
    shared = ", ".join(told.looks.label(frame) for frame in every if frame not in differing)
    if not differing:
        return f"All carry the same frames: {shared}." if shared else "None has a frame.", []
    same = f"All carry {shared}. " if shared else "No frame is in all of them. "
    some = ", ".join(told.looks.label(frame) for frame in differing)
    return f"{same}Only some carry {some}.", differing


def _report(told: StatementShown, entry: Entry, differing: list[str]) -> Component:
    said = entry.statement
    where = said.source.name or said.reported_by or said.id
    about = (MODES[said.mode] if said.mode else "", language_name(said.language))
    own = [frame for frame in entry.frames() or () if frame in differing]
    chips = [told.looks.chip(frame) for frame in own]
    return html.Li(
        [
            html.A(f"{where}, {said.date}", href=statement_href(said.id)),
            html.P(" · ".join(part for part in about if part), className="quiet"),
            marked_quote(entry, told.looks),
            gloss_of(said),
            html.Div(chips, className="chips") if chips else None,
        ]
    )
