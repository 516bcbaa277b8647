from __future__ import annotations

from dataclasses import replace

import pytest

from db.store import SqlStore
from stance.errors import NoCodebook, Unknown
from stance.records import Codings, StatementQuery, Unit, Voice
from stance.records.dates import Period
from tests.dashboard.demo import DENIAL, ISSUE

CHINA = StatementQuery(issue=ISSUE, actors=("China",), voice=Voice.OWN)


def test_china_spoke_in_its_own_voice_in_69_utterances_told_by_109_statements(
    demo: SqlStore,
) -> None:
    found = demo.count(CHINA)
    assert (found.n_utterances, found.n_statements, found.n_uncoded) == (69, 109, 0)


@pytest.mark.parametrize(("frame", "n"), [("illegal_migration", 44), ("humanitarian", 45)])
def test_a_frame_stands_in_so_many_of_the_utterances(demo: SqlStore, frame: str, n: int) -> None:
    counts = demo.series(CHINA)
    carried = counts.frames[counts.frames["frame"] == frame]
    assert carried["n"].sum() == n
    assert counts.totals["n"].sum() + counts.n_left_out == 69


def test_both_frames_stand_together_in_33_utterances(demo: SqlStore) -> None:
    sets = demo.series(CHINA).sets
    both = {"illegal_migration", "humanitarian"}
    together = [both <= set(frames.split(";")) for frames in sets["frames"]]
    assert sets["n"][together].sum() == 33
    assert sets["n"].sum() == 69


def test_every_way_of_counting_gives_the_same_total(demo: SqlStore) -> None:
    for query in (CHINA, replace(CHINA, unit=Unit.STATEMENT), StatementQuery(issue=ISSUE)):
        n = demo.count(query)
        n_units = n.n_utterances if query.unit is Unit.UTTERANCE else n.n_statements
        series = demo.series(replace(query, period=Period.DAY))
        assert series.totals["n"].sum() + series.n_left_out == n_units
        assert series.sets["n"].sum() == n_units
        assert len(demo.marks(query, limit=1000)) == n.n_statements
        assert len(list(demo.statements(query))) == n.n_statements


def test_the_issue_tells_what_the_store_holds_on_it(demo: SqlStore) -> None:
    summary = demo.issue(ISSUE)
    assert [summary] == demo.issues()
    assert (summary.n_statements, summary.codebook_version) == (225, 1)
    assert summary.n_utterances == demo.count(StatementQuery()).n_utterances
    said = [entry.statement.date for entry in demo.statements(StatementQuery(issue=ISSUE))]
    assert (summary.first_date, summary.last_date) == (str(said[0]), str(said[-1]))
    assert summary.first_date == "1998-02"
    assert summary.n_actors == len({e.statement.actor for e in demo.statements(StatementQuery())})


def test_the_first_statements_of_several_frames_are_those_of_each_frame_alone(
    demo: SqlStore,
) -> None:
    frames = ("humanitarian", "illegal_migration", "no such frame")
    found = demo.first_with_frames(CHINA, frames, 5)
    for frame in frames:
        alone = demo.statements(replace(CHINA, frames=(frame,)), limit=5)
        expected = [(entry.statement.id, entry.utterance) for entry in alone]
        assert [(id_, root) for carried, id_, root in found if carried == frame] == expected
    assert len(found) == 10
    assert demo.first_with_frames(CHINA, (), 5) == []


def test_one_statement_comes_with_its_source_codings_hits_and_links(demo: SqlStore) -> None:
    entry = demo.statement(DENIAL)
    assert entry.statement.actor == "China"
    assert entry.statement.speaker
    assert entry.codings
    assert entry.frames(Codings.HUMAN) is not None
    assert entry.batch == 1
    assert entry.codebook_version == 1
    assert all(link.from_id == DENIAL for link in entry.links)
    assert all(link.to_id == DENIAL for link in entry.links_here)
    assert {link.type for link in entry.links_here}
    for hit in entry.hits:
        assert entry.statement.text[hit.start : hit.end].strip()


def test_an_utterance_holds_its_root_and_is_in_the_order_of_time(demo: SqlStore) -> None:
    ids = {entry.utterance for entry in demo.statements(CHINA)}
    assert len(ids) == 69
    largest = max((demo.utterance(id_) for id_ in ids), key=len)
    assert len(largest) > 1
    assert largest[0].utterance in {entry.statement.id for entry in largest}
    places = [entry.statement.date.sort_key for entry in largest]
    assert places == sorted(places)


def test_names_that_lead_to_nothing_are_refused_with_the_nearest(demo: SqlStore) -> None:
    with pytest.raises(Unknown, match="Did you mean China"):
        demo.actor("Chna")
    with pytest.raises(Unknown, match=ISSUE):
        demo.issue("north-korean-refugees-in-chin")
    with pytest.raises(Unknown, match=DENIAL):
        demo.statement(DENIAL + "x")
    with pytest.raises(Unknown):
        demo.utterance("nothing like it")
    with pytest.raises(Unknown):
        list(demo.statements(StatementQuery(), after="nothing like it"))
    with pytest.raises(Unknown):
        demo.codebook("nothing")


def test_an_actor_is_found_by_its_name_in_any_case_and_width(demo: SqlStore) -> None:
    assert demo.actor("cHINA").name == "China"
    assert demo.actor("Ｃｈｉｎａ").name == "China"
    names = [actor.name for actor in demo.actors()]
    assert names == sorted(names)
    assert "China" in names


def test_codings_are_a_persons_the_dictionarys_or_those_in_force(demo: SqlStore) -> None:
    query = replace(CHINA, codings=Codings.HUMAN)
    persons = list(demo.codings(query))
    machine = list(demo.codings(replace(query, codings=Codings.DICTIONARY)))
    assert {coding.coder for coding in persons} == {"compiler"}
    assert {coding.coder for coding in machine} == {"dictionary"}
    assert {coding.statement for coding in machine} == {
        e.statement.id for e in demo.statements(CHINA)
    }
    assert list(demo.codings(CHINA)) == persons


def test_links_are_those_that_start_at_chosen_statements(demo: SqlStore) -> None:
    chosen = {entry.statement.id for entry in demo.statements(CHINA)}
    links = list(demo.links(CHINA))
    assert links
    assert {link.from_id for link in links} <= chosen
    every = list(demo.links(StatementQuery()))
    assert [link for link in every if link.from_id in chosen] == links


def test_the_load_is_on_record(demo: SqlStore) -> None:
    (batch,) = demo.batches()
    assert (batch.id, batch.n_stored, batch.n_duplicates, batch.n_refused) == (1, 225, 0, 0)
    assert batch.undone_at is None
    assert not demo.is_fresh()
    assert list(demo.broken_hashes()) == []


def test_texts_are_the_words_of_each_unit(demo: SqlStore) -> None:
    statements = list(demo.statements(StatementQuery(issue=ISSUE)))
    alone = demo.texts(StatementQuery(issue=ISSUE, unit=Unit.STATEMENT))
    assert set(alone) == {(each.statement.id, each.statement.text) for each in statements}
    joined = demo.texts(StatementQuery(issue=ISSUE))
    assert {unit for unit, _ in joined} == {each.utterance for each in statements}


def test_statements_come_by_id_in_the_order_asked_for(demo: SqlStore) -> None:
    ids = ["unhcr-2003-06-20-1", "cn-mfa-1998-02-1"]
    assert [each.statement.id for each in demo.entries(ids)] == ids
    with pytest.raises(Unknown):
        demo.entries(["nobody"])


def test_the_codebook_is_given_back_as_it_was_applied(demo: SqlStore) -> None:
    book = demo.codebook(ISSUE)
    assert demo.codebook_versions(ISSUE) == [book]
    assert set(demo.used_frames(ISSUE)) <= {*book.frame_ids, *book.retired}
    with pytest.raises((NoCodebook, Unknown)):
        demo.codebook("")
