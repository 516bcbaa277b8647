from __future__ import annotations

import json

from plotly.utils import PlotlyJSONEncoder

from db.store import SqlStore
from stance.dashboard.frame.search import found_view
from tests.conftest import NewStore
from tests.db.planted import load, said


def shown(store: SqlStore, text: str) -> str:
    return json.dumps(found_view(store, text), cls=PlotlyJSONEncoder)


def test_a_word_is_found_in_whichever_issue_holds_it_most_first(new_store: NewStore) -> None:
    store = new_store()
    load(store, *(said(f"a{n}", issue=f"issue-{n}") for n in range(8)))
    load(store, said("b", issue="issue-8", text="A bridge."))
    load(store, *(said(f"c{n}", issue="issue-9", text=f"Bridge {n}.") for n in range(2)))
    told = shown(store, "bridge")
    assert "q=bridge&issue=issue-9" in told
    assert told.index("issue=issue-9") < told.index("issue=issue-8")
    assert "issue=issue-7" not in told


def test_a_word_that_nobody_said_leads_nowhere(new_store: NewStore) -> None:
    store = new_store()
    load(store, said("a"))
    told = shown(store, "bridge")
    assert "No statement holds" in told
    assert "href" not in told


def test_names_beyond_the_first_few_are_counted_and_within_reach(new_store: NewStore) -> None:
    store = new_store()
    load(store, *(said(f"a{n}", actor=f"Bridge Office {n}") for n in range(9)))
    told = shown(store, "bridge")
    assert '"3 more"' in told
    for n in range(9):
        assert f"actor=Bridge%20Office%20{n}" in told or f"actor=Bridge+Office+{n}" in told


def test_what_nobody_reads_to_the_end_of_is_only_counted(new_store: NewStore) -> None:
    store = new_store()
    load(store, *(said(f"a{n}", actor=f"Bridge Office {n:03}") for n in range(110)))
    told = shown(store, "bridge")
    assert '"104 more"' in told
    assert '"4 further: a longer text finds fewer."' in told


def test_a_speaker_is_found_by_part_of_the_name_and_leads_to_all_that_was_said(
    new_store: NewStore,
) -> None:
    store = new_store()
    load(store, said("a", speaker="Liu Jianchao"), said("b", speaker="Ann", text="of Jianchao"))
    told = shown(store, "jianchao")
    assert "/statements?speaker=Liu+Jianchao" in told
    assert "speaker=Ann" not in told
