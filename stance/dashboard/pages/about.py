"""The method in short, the words we use, the version and the counts."""

from __future__ import annotations

from importlib.metadata import version

from dash import html
from dash.development.base_component import Component

import stance
from stance.dashboard.frame.address import Address
from stance.dashboard.parts.components import card, counted, facts, page_head
from stance.records import StatementQuery
from stance.store import Store

_METHOD = {
    "Statements and utterances": "A statement is what one actor said on one issue at one time, in "
    "a source. Statements joined by reports, versions or translations are one utterance: five "
    "newspapers that carry one answer are one utterance, not five.",
    "Two voices": "What an actor says itself and what others say it says or does are never mixed. "
    "The timeline starts with the actor's own voice.",
    "Frames": "A codebook names the ways of putting an issue. A person's coding is in force where "
    "there is one; otherwise the dictionary's, which looks for the codebook's wordings. "
    "An utterance can carry several frames, so shares do not add up to 100% and are never "
    "stacked.",
    "Shares": "A share is the part of a period's coded utterances that carry a frame. The band is "
    "its 90% interval: with few utterances it is wide. A period without statements is a gap.",
    "Dates": "A date is as precise as its source: a day, month, year or range. It is never padded "
    "into a false day. Dates that do not lie within one period are left out of the shares, "
    "and the caption says how many.",
    "First use": "Always the earliest in this corpus, never the first ever. What the corpus lacks, "
    "Stance cannot see.",
}

_WORDS = (
    ("Statement", "What one actor said on one issue at one time, in a source."),
    ("Utterance", "The act of speaking: all statements that report, translate or repeat it."),
    ("Actor", "The government, agency or body that is committed by what is said."),
    ("Voice", "Own: the actor speaks. Attributed: somebody else says what it says or does."),
    ("Mode", "How close the recorded words are to the words said."),
    ("Frame", "A way of putting the issue, with the wordings that signal it."),
    ("Tracked wording", "A phrase finer than a frame, followed for its first and last use."),
    ("Coding", "A frame, or none, given to a statement by a person or the dictionary."),
    ("Series", "Per actor and period: how many, and which share carries each frame."),
    ("Shift", "A tested change in that mix. Untested moves are not called shifts."),
    ("Claim", "A statement that says another actor's wording has changed."),
    ("Batch", "One load of one file; it can be undone."),
)


def layout(store: Store, _address: Address) -> Component:
    """Build the page."""
    method = [html.Div([html.H3(title), html.P(text)]) for title, text in _METHOD.items()]
    lead = "What was said, when, by whom, in whose voice, in which words."
    method_view = html.Div(method, className="prose-columns")
    whole: list[Component | str] = [
        html.A("Download everything", href="/export/store.zip", className="file-zip"),
        " as one ZIP of CSV and YAML. ",
        html.Code("restore FILE.zip"),
        " puts it into an empty store.",
    ]
    return html.Div(
        [
            page_head("About Stance", lead),
            card(method_view, title="The method in short", class_name="prose"),
            card(facts(_WORDS), title="Words", class_name="prose glossary"),
            card(facts(_counts(store)), html.P(whole), title="This store", class_name="prose"),
        ]
    )


def _counts(store: Store) -> list[tuple[str, str]]:
    count = store.count(StatementQuery())
    return [
        ("Statements", f"{count.n_statements:,}"),
        ("Utterances", f"{count.n_utterances:,}"),
        ("Issues", counted(len(store.issues()), "issue")),
        ("Actors", counted(len(store.actors()), "actor")),
        ("Loads", counted(len(store.batches()), "load")),
        ("Stance", getattr(stance, "__version__", "0.1.0")),
        ("Dash", version("dash")),
    ]
