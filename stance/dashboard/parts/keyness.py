"""The table of words that set two sides apart; every count leads to its statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance.analysis.keyness import KeyWord
from stance.answers.keyness import distinct
from stance.dashboard.parts.addresses import keyness_href, statements_href
from stance.dashboard.parts.tables import framed_table
from stance.filters import Sides
from stance.records import StatementQuery

_MOST_WORDS = 12


def words_table(
    words: Sequence[KeyWord], sides: Sides, names: tuple[str, str] = ("First side", "Second side")
) -> Component:
    """List the words established to differ by the side that has more, the clearest first."""
    if not words:
        return html.P(
            "No word is established to set the two sides apart: none is held so much more often "
            "on one side that chance can be ruled out, given how many words were tried.",
            className="quiet",
        )
    listed = distinct(words)
    more_after = [word for word in listed if word.log_odds > 0]
    more_before = [word for word in listed if word.log_odds <= 0]
    head = ("Word", *names, "Chance alone")
    tables = []
    for name, more in ((names[1], more_after), (names[0], more_before)):
        if more:
            title = f"More often {'on the ' if name.endswith('side') else ''}{name.lower()}"
            rows = [_row(word, sides) for word in more[:_MOST_WORDS]]
            tables += [html.H3(title), framed_table(head, rows, title)]
    return html.Div(
        [
            *tables,
            html.P(
                "Counts are of texts that hold the word, and lead to the statements. “Chance "
                "alone” is how often words as alike as these would differ as much by chance, "
                "given how many were tried. Of words that hold each other, the one that differs "
                "most is listed.",
                className="quiet",
            ),
            html.P(html.A("Every word that was tried, as a file", href=keyness_href(sides))),
        ]
    )


def _row(word: KeyWord, sides: Sides) -> Component:
    first, second = sides
    p = f"{word.p_adjusted:.3f}" if word.p_adjusted >= 0.001 else "under 0.001"
    return html.Tr(
        [
            html.Th(word.word, scope="row"),
            html.Td(_count(word.n_before_with, word.n_before, first, word.word)),
            html.Td(_count(word.n_after_with, word.n_after, second, word.word)),
            html.Td(p, className="number"),
        ]
    )


def _count(n_with: int, n: int, side: StatementQuery, word: str) -> Component | str:
    told = f"{n_with:,} of {n:,}"
    if not n_with:
        return told
    holding = replace(side, text=f'{side.text} "{word}"'.strip())
    return html.A(told, href=statements_href(holding))
