from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from stance.analysis.wordings.codebook import parse_codebook
from stance.analysis.wordings.finder import compile_finder
from stance.files.reading.drafts import ReadOptions, StatementDraft
from stance.files.reading.registry import read_file
from stance.loading.statements import plan_statements
from stance.records import Link, LinkType, Statement
from stance.records.dates import PartialDate
from stance.store.plans import Facts, Known, Plan

CODEBOOK = parse_codebook(
    """
issue: crossings
title: Crossings
version: 1
frames:
  - {id: humanitarian, label: Humanitarian, wordings: {en: ["humanitarian*"]}}
"""
)


def draft(
    line: int, id_: str, *, text: str = "words", frames: tuple[str, ...] = (), to: str = ""
) -> StatementDraft:
    said = Statement(id_, PartialDate.parse("2003-06-17"), "China", "crossings", text)
    link = Link(id_, LinkType.REPORTS, to) if to else None
    return StatementDraft(line, said, frames=frames, coder="ada" if frames else "", link=link)


def planned(*drafts: StatementDraft, facts: Facts | None = None) -> Plan:
    return plan_statements(drafts, facts or Facts(), compile_finder)


def known(said: Statement) -> Known:
    key = said.date.sort_key
    return Known(said.content_hash, said.actor, said.issue, said.voice, key, utterance=said.id)


def verdicts(plan: Plan) -> Sequence[tuple[int, str]]:
    return [(outcome.line, outcome.verdict) for outcome in plan.outcomes]


def test_the_same_row_twice_is_stored_once() -> None:
    assert verdicts(planned(draft(2, "a"), draft(3, "a"))) == [(2, "stored"), (3, "duplicate")]


def test_an_id_with_other_content_is_refused_and_names_the_other_line() -> None:
    plan = planned(draft(2, "a"), draft(3, "a", text="other"))
    assert verdicts(plan) == [(2, "stored"), (3, "refused")]
    assert "line 2" in plan.outcomes[1].reason


def test_a_frame_outside_the_codebook_is_refused_with_the_list() -> None:
    facts = Facts(codebooks={"crossings": CODEBOOK})
    plan = planned(draft(2, "a", frames=("humane",)), facts=facts)
    assert verdicts(plan) == [(2, "refused")]
    assert "humanitarian" in plan.outcomes[0].reason


def test_any_frame_is_kept_where_there_is_no_codebook() -> None:
    plan = planned(draft(2, "a", frames=("humane",)))
    assert [coding.frame for coding in plan.codings] == ["humane"]


def test_a_report_joins_the_utterance_of_the_statement_it_points_to() -> None:
    plan = planned(draft(2, "report", to="first"), draft(3, "first"))
    assert {new.utterance for new in plan.statements} == {"first"}


@pytest.mark.parametrize(
    ("theirs", "renames"), [("Question", {}), ("Frage", {"Frage": "question"})]
)
def test_what_was_kept_under_the_name_of_the_file_is_known_in_its_new_column(
    theirs: str, renames: dict[str, str]
) -> None:
    content = f"id,date,actor,issue,text,{theirs}\na,2003-06-17,China,crossings,words,Why?\n"
    options = ReadOptions(renames=renames)
    (row,) = read_file(content.encode(), "a.csv", options).drafts
    assert isinstance(row, StatementDraft)
    assert row.statement.question == "Why?"
    for extra, verdict in (({theirs: "Why?"}, "duplicate"), ({"other": "Why?"}, "refused")):
        facts = Facts(statements={"a": known(replace(row.statement, question="", extra=extra))})
        assert verdicts(planned(row, facts=facts)) == [(2, verdict)]


def test_a_row_that_points_to_a_refused_row_is_refused_too() -> None:
    plan = planned(draft(2, "c", to="b"), draft(3, "b", to="nowhere"))
    assert verdicts(plan) == [(2, "refused"), (3, "refused")]


def test_the_rows_of_a_circle_are_refused_with_what_rests_on_them() -> None:
    plan = planned(
        draft(2, "a", to="b"), draft(3, "b", to="a"), draft(4, "c", to="b"), draft(5, "alone")
    )
    assert verdicts(plan) == [(2, "refused"), (3, "refused"), (4, "refused"), (5, "stored")]
    assert "circle" in plan.outcomes[0].reason


def test_a_refused_row_brings_no_actor() -> None:
    assert planned(draft(2, "a", to="nowhere")).actors == ()


def test_one_frame_a_statement_where_the_codebook_says_so() -> None:
    exclusive = replace(CODEBOOK, exclusive=True)
    facts = Facts(codebooks={"crossings": exclusive})
    plan = planned(draft(2, "a", frames=("humanitarian", "none")), facts=facts)
    assert verdicts(plan) == [(2, "refused")]


@pytest.mark.parametrize("text", ["a humanitarian spirit", "humanitarianism"])
def test_the_dictionary_codes_while_loading(text: str) -> None:
    plan = planned(draft(2, "a", text=text), facts=Facts(codebooks={"crossings": CODEBOOK}))
    hits = plan.statements[0].hits
    assert hits is not None
    assert [hit.key for hit in hits] == ["humanitarian"]
