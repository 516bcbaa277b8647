"""What is read of many statements in one go is what a walk through them finds."""

from __future__ import annotations

from datetime import timedelta

from db.store import SqlStore
from stance.records import Entry, LinkType, StatementQuery, Voice
from tests.db.planted import load, said

ISSUE = "north-korean-refugees-in-china"
CHINA = StatementQuery(issue=ISSUE, actors=("China",), voice=Voice.OWN)
CLAIM = "unhcr-2003-06-20-1"


def in_time(entry: Entry) -> tuple[object, timedelta, str]:
    day = entry.statement.date
    return day.middle, day.last - day.first, entry.statement.id


def test_a_first_use_has_before_it_what_a_walk_meets_first(demo: SqlStore) -> None:
    walked = sorted(demo.statements(CHINA), key=in_time)
    found = [each for each in demo.first_uses(CHINA).firsts if not each.is_tracked]
    assert {each.key for each in found} == {
        frame for entry in walked for frame in entry.frames() or ()
    }
    for each in found:
        holders = [entry for entry in walked if each.key in (entry.frames() or ())]
        first, last = holders[0], holders[-1]
        earlier = {entry.utterance for entry in walked[: walked.index(first)]}
        assert each.n_before == len(earlier - {first.utterance}), each.key
        assert each.n_uses == len({entry.utterance for entry in holders})
        assert each.first_statement == first.statement.id
        assert each.last_date == str(last.statement.date)


def test_every_use_stands_in_time_frames_before_wordings(demo: SqlStore) -> None:
    uses = demo.uses(CHINA)
    walked = sorted(demo.statements(CHINA), key=in_time)
    held = [(entry.statement.id, key) for entry in walked for key in sorted(entry.frames() or ())]
    frames = uses[~uses["is_tracked"]]
    assert list(zip(frames["statement"], frames["key"], strict=True)) == held
    assert set(uses["actor"]) == {"China"}
    assert uses["is_tracked"].is_monotonic_increasing


def test_links_come_with_who_spoke_at_their_other_end(demo: SqlStore) -> None:
    found = demo.links_to(CHINA, list(LinkType), limit=1000)
    assert [one.link for one in found] == list(demo.links(CHINA))
    ends = demo.entries([one.link.to_id for one in found])
    told = [(one.actor, one.date) for one in found]
    assert told == [(end.statement.actor, str(end.statement.date)) for end in ends]


def test_a_claim_contests_what_it_or_a_report_of_it_is_linked_to(demo: SqlStore) -> None:
    found = demo.claims_and_denials(ISSUE, ["claims_shift"], ["denies_shift"])
    assert CLAIM in {entry.statement.id for entry in found.claims}
    assert set(found.contested) == {entry.statement.id for entry in found.claims}
    for entry in found.claims:
        reports = [entry, *demo.utterance(entry.statement.id)]
        links = [link for report in reports for link in report.links]
        ends = dict.fromkeys(link.to_id for link in links if link.type is LinkType.CLAIMS_CHANGE)
        told = [end.statement.id for end in found.contested[entry.statement.id]]
        assert told == list(ends)


def test_names_are_looked_up_at_once_and_what_nobody_has_is_left_out(demo: SqlStore) -> None:
    query = StatementQuery(
        actors=("CHINA", "Atlantis"), tags=("scope:general", "no:such"), language="xx", batch=1
    )
    known = demo.known_names(query)
    assert known.actors == {"china": "China"}
    assert known.values == {("tag", "scope:general"), ("load", "1")}
    assert demo.known_names(StatementQuery()).values == frozenset()


def test_a_snapshot_does_not_see_what_is_written_meanwhile(store: SqlStore) -> None:
    load(store, said("a"))
    with store.snapshot():
        assert [entry.statement.id for entry in store.statements(StatementQuery())] == ["a"]
        last = store.last_change()
        load(store, said("b"))
        assert store.count(StatementQuery()).n_statements == 1
        assert store.last_change() == last
    assert store.count(StatementQuery()).n_statements == 2


def test_an_answer_is_recalled_until_something_is_written(store: SqlStore) -> None:
    found: list[int] = []

    def find() -> int:
        found.append(store.count(StatementQuery()).n_statements)
        return len(found)

    assert [store.recall("answers", "asked", find), store.recall("answers", "asked", find)] == [
        1,
        1,
    ]
    load(store, said("a"))
    assert store.recall("answers", "asked", find) == 2
    assert found == [0, 1]


def test_the_search_for_second_reports_sees_what_a_walk_finds(demo: SqlStore) -> None:
    walked = list(demo.statements(CHINA))
    found = demo.reports(CHINA, limit=len(walked) + 1)
    assert [(each.id, each.utterance, each.text) for each in found] == [
        (entry.statement.id, entry.utterance, entry.statement.text) for entry in walked
    ]
    assert [(each.first, each.last, each.batch) for each in found] == [
        (entry.statement.date.first, entry.statement.date.last, entry.batch) for entry in walked
    ]
    assert demo.reports(CHINA, limit=3) == found[:3]
