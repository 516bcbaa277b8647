"""What undoing a load takes, what it keeps, and that all of it can come back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db import history_json
from stance.answers.filter_checks import check_query
from stance.editing.statements import bring_back, discard
from stance.errors import Refused, Unknown
from stance.files.reading.drafts import ReadOptions
from stance.loading.files import load_file
from stance.records import Actor, ActorKind, Link, LinkType, StatementQuery
from stance.store import Store
from tests.db import planted

AT = datetime(2026, 1, 1, tzinfo=UTC)
ALL = StatementQuery()
HEADER = "id,date,actor,issue,text,frames,coder,link_type,link_to,source_publisher\n"


def load(store: Store, *rows: str, header: str = HEADER) -> int:
    content = (header + "".join(f"{row}\n" for row in rows)).encode()
    result = load_file(store, content, "rows.csv", ReadOptions(), at=AT)
    assert result.batch is not None, result.problems
    return result.batch


def row(id_: str, *, actor: str = "China", frames: str = "", to: str = "") -> str:
    link = f"reports,{to}" if to else ","
    coder = "ada" if frames else ""
    return f"{id_},2003-06-17,{actor},crossings,words of {id_},{frames},{coder},{link},Daily"


def dump(store: Store) -> list[object]:
    return [
        (each.statement, each.actor_kind, each.utterance, each.codings, each.links)
        for each in store.statements(ALL)
    ]


def names(store: Store) -> tuple[list[str], list[str]]:
    return [actor.name for actor in store.actors()], [issue.slug for issue in store.issues()]


def test_a_load_goes_with_all_the_names_it_brought_and_comes_back_the_same(store: Store) -> None:
    batch = load(store, row("a", frames="humane;legal"), row("b", to="a", frames="none"))
    before = dump(store)
    assert store.undo(batch, at=AT).n_removed == 2
    assert names(store) == ([], [])
    assert store.batches()[0].undone_at is not None
    assert store.bring_back_load(batch, at=AT) == 2
    assert dump(store) == before
    assert list(store.broken_hashes()) == []


def test_it_can_go_and_come_back_again_and_again(store: Store) -> None:
    batch = load(store, row("a"), row("b", to="a"))
    before = dump(store)
    for _ in range(3):
        store.undo(batch, at=AT)
        store.bring_back_load(batch, at=AT)
    assert dump(store) == before


def test_both_ends_of_another_loads_link_are_kept(store: Store) -> None:
    first = load(store, row("a"), row("b"), row("c"))
    load(store, "a,denies,b", header="from,link_type,to\n")
    undone = store.undo(first, at=AT)
    assert undone.n_removed == 1
    assert [each.statement.id for each in store.statements(ALL)] == ["a", "b"]
    assert store.statement("a").links == (Link("a", LinkType.DENIES, "b"),)
    assert len(undone.kept) == 2


def test_a_load_of_which_something_was_kept_can_be_finished_later(store: Store) -> None:
    first = load(store, row("a"), row("b"))
    second = load(store, "a,denies,b", header="from,link_type,to\n")
    store.undo(first, at=AT)
    store.undo(second, at=AT)
    assert store.undo(first, at=AT).n_removed == 2
    assert store.count(ALL).n_statements == 0


def test_what_a_person_coded_since_is_kept(store: Store) -> None:
    first = load(store, row("a"), row("b"))
    load(store, "a,humane,bob", header="statement,frame,coder\n")
    (kept,) = store.undo(first, at=AT).kept
    assert "bob" in kept.reason
    assert [each.statement.id for each in store.statements(ALL)] == ["a"]


def test_a_load_that_points_into_the_bin_says_so(store: Store) -> None:
    planted.load(store, planted.said("a"), planted.said("b"))
    planted.join(store, ("b", "denies", "a"))
    store.undo(2, at=AT)
    discard(store, "a", by="ann", at=AT)
    with pytest.raises(Refused, match=r"points to a, which is not in the store.* from the bin"):
        store.bring_back_load(2, at=AT)
    bring_back(store, "a", by="ann", at=AT)
    store.bring_back_load(2, at=AT)
    assert len(store.statement("b").links) == 1


def test_what_was_discarded_before_a_load_does_not_keep_what_it_brought(store: Store) -> None:
    planted.load(store, planted.said("a"))
    discard(store, "a", by="ann", at=AT)
    planted.load(store, planted.said("a"))
    undone = store.undo(2, at=AT)
    assert (undone.n_removed, undone.kept) == (1, ())
    assert store.bring_back_load(2, at=AT) == 1
    discard(store, "a", by="ann", at=AT)
    bring_back(store, "a", by="ann", at=AT)
    (problem,) = store.undo(2, at=AT).kept
    assert problem.reason == "a was brought back from the bin by ann since"


def test_undoing_codings_leaves_the_statement_as_it_was(store: Store) -> None:
    load(store, row("a"))
    before = dump(store)
    second = load(store, "a,humane,bob", header="statement,frame,coder\n")
    store.undo(second, at=AT)
    assert dump(store) == before
    store.bring_back_load(second, at=AT)
    assert store.statement("a").frames() == ("humane",)


def test_names_that_two_loads_shared_go_with_the_last_of_them(store: Store) -> None:
    first, second = load(store, row("a")), load(store, row("b"))
    store.undo(first, at=AT)
    store.undo(second, at=AT)
    assert names(store) == ([], [])
    store.bring_back_load(second, at=AT)
    store.bring_back_load(first, at=AT)
    assert store.count(ALL).n_statements == 2


def test_an_actor_that_others_are_part_of_stays(store: Store) -> None:
    batch = load(store, row("a"))
    store.save_actor(Actor("Ministry", ActorKind.AGENCY, part_of="China"))
    store.undo(batch, at=AT)
    assert names(store)[0] == ["China", "Ministry"]


def test_many_reports_of_one_utterance_come_back_as_one(store: Store) -> None:
    batch = load(store, row("a"), *(row(f"b{number:04}", to="a") for number in range(600)))
    store.undo(batch, at=AT)
    store.bring_back_load(batch, at=AT)
    assert store.count(ALL).n_utterances == 1


def test_what_stands_in_the_store_again_does_not_come_back(store: Store) -> None:
    batch = load(store, row("a"))
    store.undo(batch, at=AT)
    load(store, row("a"))
    with pytest.raises(Refused, match="again"):
        store.bring_back_load(batch, at=AT)


def test_an_unknown_load_or_one_that_was_not_undone_is_refused(store: Store) -> None:
    batch = load(store, row("a"))
    with pytest.raises(Unknown):
        store.undo(batch + 1, at=AT)
    with pytest.raises(Refused, match="not undone"):
        store.bring_back_load(batch, at=AT)
    store.undo(batch, at=AT)
    with pytest.raises(Refused, match="undone already"):
        store.undo(batch, at=AT)


CODED = "statement,frame,coder\n"
LINKED = "from,link_type,to\n"


@pytest.mark.parametrize(
    ("header", "line"), [(CODED, "a,humane,ada"), (LINKED, "a,reports,b"), (LINKED, "b,denies,a")]
)
def test_what_rests_on_a_load_that_is_away_waits_for_it(
    store: Store, header: str, line: str
) -> None:
    first = load(store, row("a"), row("b"))
    second = load(store, line, header=header)
    before = dump(store)
    store.undo(second, at=AT)
    store.undo(first, at=AT)
    with pytest.raises(Refused, match="with its load"):
        store.bring_back_load(second, at=AT)
    store.bring_back_load(first, at=AT)
    store.bring_back_load(second, at=AT)
    assert dump(store) == before


@pytest.mark.parametrize(("header", "line"), [(CODED, "a,humane,ada"), (LINKED, "a,reports,b")])
def test_what_was_loaded_again_meanwhile_is_there_once(
    store: Store, header: str, line: str
) -> None:
    load(store, row("a"), row("b"))
    first = load(store, line, header=header)
    before = dump(store)
    store.undo(first, at=AT)
    load(store, line, header=header)
    store.bring_back_load(first, at=AT)
    assert dump(store) == before


def test_an_actor_that_goes_by_another_name_now_does_not_become_two(store: Store) -> None:
    first = load(store, row("a", actor="China"))
    store.undo(first, at=AT)
    load(store, row("b", actor="CHINA"))
    with pytest.raises(Refused, match="China is a name of CHINA by now"):
        store.bring_back_load(first, at=AT)
    assert [actor.name for actor in store.actors()] == ["CHINA"]


def test_whom_a_statement_is_about_comes_back_with_it(store: Store) -> None:
    header = "id,date,actor,issue,text,about\n"
    other = load(store, "b,2003,Norway,crossings,words,Japan", header=header)
    first = load(store, "a,2003,China,crossings,words,Japan", header=header)
    store.undo(first, at=AT)
    store.undo(other, at=AT)
    store.bring_back_load(first, at=AT)
    assert store.actor("Japan").name == "Japan"
    assert check_query(store, StatementQuery(about="Japan")).about == "Japan"


def test_undoing_tells_how_far_it_is(store: Store) -> None:
    batch = load(store, row("a"), row("b"), row("c"))
    told: list[tuple[int, int]] = []
    store.undo(batch, at=AT, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_what_long_statements_leave_in_the_history_comes_in_pieces_and_comes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_json, "_MOST_CHARACTERS", 1_000)
    planted.load(store, *(planted.said(f"s{at}", text="Long. " * 100) for at in range(6)))
    before = dump(store)
    store.undo(1, at=AT)
    with store.contents() as whole:
        pieces = [one.before or "" for one in whole.changes if one.kind == "undo"]
    said = [piece for piece in pieces if '"table":"statement"' in piece]
    assert len(said) == 6
    assert max(map(len, said)) < 4_000
    assert store.bring_back_load(1, at=AT) == 6
    assert dump(store) == before
