"""Both databases answer what the model in plain Python answers, and so the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.store import SqlStore, open_store
from stance.records import NONE, Codings, Mode, StatementQuery, Unit, Voice
from stance.records.dates import Period
from stance.store.counts import SeriesCounts
from tests.conftest import BACKENDS, databases_of
from tests.db import mixture, model
from tests.db.planted import apply, code, load

SAID = model.corpus(mixture.batches(), mixture.books(), mixture.CODINGS)

_DAYS = st.sampled_from([None, date(2000, 2, 15), date(2002, 7, 2), date(2003, 6, 9)])
_TERMS = (
    *(
        "",
        "",
        "",
        "humanitarian",
        "人道",
        "100%",
        "snake_case",
        '"it\'s"',
        '"a humanitarian matter"',
    ),
    *(
        "_",
        "%",
        "full width",
        "strasse",
        "\\with",
        "illegal spirit",
        "新华社",
        "i̇brahim",
        "' OR 1=1",
    ),
)
QUERIES = st.builds(
    StatementQuery,
    issue=st.sampled_from(["", "crossings", *mixture.ISSUES]),
    actors=st.sampled_from([(), (), (), ("China",), ("中国", "Åland"), ("Nobody",)]),
    speaker=st.sampled_from(["", "", "Liu Jianchao", "İbrahim", "liu"]),
    about=st.sampled_from(["", "", "China", "中国"]),
    voice=st.sampled_from([None, None, *Voice]),
    frames=st.sampled_from(
        [(), (), (), ("illegal",), ("humane", "refugee"), (NONE,), (NONE, "humane"), ("ill",)]
    ),
    modes=st.sampled_from([(), (), (Mode.PARAPHRASE,), tuple(Mode)]),
    language=st.sampled_from(["", "", "en", "zh"]),
    source=st.sampled_from(["", "", "", "Xinhua", "example.org"]),
    tags=st.sampled_from(
        [(), (), (), mixture.TAGS[:1], mixture.TAGS[:2], mixture.TAGS[1:3], mixture.TAGS[4:]]
    ),
    since=_DAYS,
    until=_DAYS,
    text=st.sampled_from(_TERMS),
    period=st.sampled_from(Period),
    unit=st.sampled_from(Unit),
    codings=st.sampled_from(Codings),
    batch=st.sampled_from([None, None, None, 1, 2]),
)
# One filter at a time, and all at once.
SINGLE = st.sampled_from(["issue", "actors", "about", "voice", "frames", "modes", "language"]) | (
    st.sampled_from(["speaker", "source", "tags", "since", "until", "text", "batch"])
)
ALONE = st.builds(
    lambda query, name: StatementQuery(
        **{name: getattr(query, name)}, unit=query.unit, codings=query.codings, period=query.period
    ),
    QUERIES,
    SINGLE,
)
EITHER = ALONE | QUERIES
MANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module", params=BACKENDS)
def filled(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    store = open_store(databases_of(str(request.param), request).keep())
    for book in mixture.books():
        apply(store, book)
    for drafts in mixture.batches():
        load(store, *drafts)
    code(store, *mixture.CODINGS)
    yield store
    store.close()


@MANY
@given(query=EITHER)
def test_filters_choose_what_the_model_chooses_in_the_same_order(
    filled: SqlStore, query: StatementQuery
) -> None:
    expected = [each.statement for each in model.chosen(SAID, query)]
    assert [entry.statement for entry in filled.statements(query)] == expected
    newest = filled.statements(query, newest_first=True)
    assert [entry.statement for entry in newest] == expected[::-1]


@MANY
@given(query=EITHER)
def test_counts_are_the_models(filled: SqlStore, query: StatementQuery) -> None:
    found = model.chosen(SAID, query)
    count = filled.count(query)
    assert count.n_statements == len(found)
    assert count.n_utterances == len({each.root.id for each in found})
    assert count.n_uncoded == sum(each.frames(query.codings) is None for each in found)


@MANY
@given(query=EITHER)
def test_series_and_frame_sets_are_the_models(filled: SqlStore, query: StatementQuery) -> None:
    found = model.chosen(SAID, replace(query, frames=()))
    totals, by_frame, n_left_out = model.series(found, query)
    counts = filled.series(query)
    assert _counted(counts) == (dict(totals), dict(by_frame), n_left_out)
    sets = counts.sets
    assert dict(zip(sets["frames"], sets["n"], strict=True)) == model.frame_sets(found, query)


def _counted(counts: SeriesCounts) -> tuple[dict[object, int], dict[object, int], int]:
    totals = {tuple(row[:-1]): row[-1] for row in counts.totals.itertuples(index=False)}
    frames = {tuple(row[:-1]): row[-1] for row in counts.frames.itertuples(index=False)}
    return totals, frames, counts.n_left_out


@MANY
@given(query=EITHER)
def test_choices_are_counted_without_their_own_filter(
    filled: SqlStore, query: StatementQuery
) -> None:
    found = {(each.facet, each.value): each.n for each in filled.facets(query)}
    for facet, bare, values_of in _FACETS:
        rows = model.chosen(SAID, replace(query, **bare))
        units: dict[str, set[str]] = {}
        for each in rows:
            for value in values_of(each):
                units.setdefault(value, set()).add(model.unit_of(each, query))
        expected = {value: len(each) for value, each in units.items()}
        assert {value: n for (name, value), n in found.items() if name == facet} == expected


_FACETS = (
    ("actor", {"actors": ()}, lambda each: [each.statement.actor]),
    ("speaker", {"speaker": ""}, lambda each: [v for v in [each.statement.speaker] if v]),
    ("about", {"about": ""}, lambda each: [each.statement.about] if each.statement.about else []),
    ("voice", {"voice": None}, lambda each: [each.statement.voice.value]),
    (
        "mode",
        {"modes": ()},
        lambda each: [each.statement.mode.value] if each.statement.mode else [],
    ),
    ("language", {"language": ""}, lambda each: [v for v in [each.statement.language] if v]),
    ("source", {"source": ""}, lambda each: [v for v in [each.statement.source.name] if v]),
    ("tag", {"tags": ()}, lambda each: each.statement.tags),
)


@MANY
@given(query=EITHER)
def test_marks_are_the_chosen_statements_in_the_order_of_time(
    filled: SqlStore, query: StatementQuery
) -> None:
    found = model.chosen(SAID, query)
    found.sort(key=lambda each: (*each.statement.date.sort_key[:2], each.statement.id))
    marks = filled.marks(query, limit=1000)
    assert list(marks["id"]) == [each.statement.id for each in found]
    assert list(marks["utterance"]) == [each.root.id for each in found]
    in_force = [each.frames(query.codings) for each in found]
    assert list(marks["frames"]) == [";".join(sorted(frames or ())) for frames in in_force]
    assert list(marks["middle"]) == [each.statement.date.middle.isoformat() for each in found]
    for each, by in zip(found, marks["coded_by"], strict=True):
        by_person = each.person is not None and query.codings is not Codings.DICTIONARY
        by_machine = each.machine is not None and query.codings is not Codings.HUMAN
        assert by == ("person" if by_person else "dictionary" if by_machine else "")


@MANY
@given(query=EITHER, size=st.integers(1, 400))
def test_bins_count_statements_by_voice_frame_and_stretch(
    filled: SqlStore, query: StatementQuery, size: int
) -> None:
    expected: Counter[tuple[str, str, str]] = Counter()
    for each in model.chosen(SAID, query):
        start = each.statement.date.middle.toordinal() // size * size
        first = date.fromordinal(max(start, 1)).isoformat()
        for frame in each.frames(query.codings) or {"none"}:
            expected[each.statement.voice.value, frame, first] += 1
    bins = filled.bins(query, size=size)
    columns = [bins[name].tolist() for name in ("voice", "frame", "first", "n")]
    assert {tuple(row[:3]): row[3] for row in zip(*columns, strict=True)} == expected


def test_an_entry_knows_its_codings_utterance_and_load(filled: SqlStore) -> None:
    by_id = {each.statement.id: each for each in SAID}
    for entry in filled.statements(StatementQuery()):
        each = by_id[entry.statement.id]
        assert entry.utterance == each.root.id
        assert entry.batch == each.batch
        for codings in Codings:
            frames = entry.frames(codings)
            assert (None if frames is None else frozenset(frames)) == each.frames(codings)


@MANY
@given(query=EITHER)
def test_exported_codings_add_up_to_the_frames_in_force(
    filled: SqlStore, query: StatementQuery
) -> None:
    frames: dict[str, set[str]] = {}
    for coding in filled.codings(query):
        frames.setdefault(coding.statement, set()).add(coding.frame)
    found = model.chosen(SAID, query)
    coded = [each for each in found if each.frames(query.codings) is not None]
    assert list(frames) == [each.statement.id for each in coded]
    for each in coded:
        assert frames[each.statement.id] - {NONE} == each.frames(query.codings)


def test_adjoining_spans_share_nothing_and_lose_nothing(filled: SqlStore) -> None:
    early = filled.count(StatementQuery(until=date(2003, 6, 8))).n_statements
    late = filled.count(StatementQuery(since=date(2003, 6, 9))).n_statements
    assert early + late == len(SAID)
    assert early > 0 < late
