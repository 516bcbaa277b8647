from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import FileRefused
from stance.files.reading.drafts import FileRead, ReadOptions, StatementDraft
from stance.files.reading.registry import read_file

ROW = {"date": "2003-06-17", "actor": "China", "issue": "crossings", "text": "words"}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def read(text: str, name: str = "x.json") -> FileRead:
    return read_file(text.encode("utf-8", "surrogatepass"), name)


def problems(text: str, name: str = "x.json") -> list[tuple[int, str]]:
    return [(problem.line, problem.column) for problem in read(text, name).problems]


def only(file: FileRead) -> StatementDraft:
    (draft,) = file.drafts
    assert isinstance(draft, StatementDraft)
    return draft


def test_rows_of_a_list_know_the_line_they_start_in() -> None:
    text = json.dumps([ROW, {**ROW, "stance": 9}], indent=1)
    assert problems(text) == [(8, "stance")]


def test_lines_know_their_own_number_and_a_bad_one_is_refused_alone() -> None:
    text = f'{json.dumps(ROW)}\n\n{{"date": \n[1]\n{json.dumps(ROW)}\n'
    file = read(text, "x.jsonl")
    assert [draft.line for draft in file.drafts] == [1, 5]
    assert {problem.line for problem in file.problems} == {3, 4}


def test_lines_of_json_are_known_under_a_json_name() -> None:
    file = read(f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n")
    assert len(file.drafts) == 2
    assert file.notes == ("Read as JSONL: the content is not JSON.",)


def test_lines_of_json_are_known_in_a_named_encoding_too() -> None:
    line = json.dumps({**ROW, "actor": "Müller"}, ensure_ascii=False)
    content = f"{line}\n{line}\n".encode("cp1252")
    assert len(read_file(content, "x.json", ReadOptions(encoding="cp1252")).drafts) == 2


def test_numbers_and_null_are_cells() -> None:
    row = {**ROW, "date": 2003, "stance": -1.5, "speaker": None, "id": 17}
    draft = only(read(json.dumps([row])))
    assert (str(draft.statement.date), draft.statement.stance) == ("2003", -1.5)
    assert (draft.statement.speaker, draft.statement.id) == ("", "17")


def test_unknown_keys_keep_whatever_they_hold() -> None:
    row = {**ROW, "page": 7, "deep": {"a": ["x", True]}, "flag": False}
    draft = only(read(json.dumps([row])))
    assert draft.statement.extra == {"page": "7", "deep": '{"a": ["x", true]}', "flag": "false"}


def test_a_guard_is_no_guard_in_json() -> None:
    row = {**ROW, "text": "'=1", "statement_url": "/statement/x"}
    assert only(read(json.dumps([row]))).statement.text == "'=1"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("[1,", "not valid JSON at the end"),
        ("[{} {}]", "a comma or ] is missing"),
        ("[] []", "something follows the list"),
        ('"text"', "a list of objects is expected"),
        ('[{"a": 1}]', "the required date, actor, issue, text are missing"),
    ],
)
def test_what_is_no_list_of_rows_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(text)
    assert reason in refusal.value.reason


@given(values)
def test_any_json_is_read_or_refused(value: object) -> None:
    text = json.dumps([value, {**ROW, "note": value, "odd": value}])
    for name in ("x.json", "x.jsonl"):
        try:
            file = read(text, name)
        except FileRefused as refusal:
            assert refusal.reason  # noqa: PT017 (either answer is right)
        else:
            assert len(file.drafts) + len({bad.line for bad in file.problems}) > 0


@given(st.binary(max_size=300), st.sampled_from(["", "utf-16", "gb18030", "cp1252", "cp037"]))
def test_any_bytes_are_read_or_refused(content: bytes, encoding: str) -> None:
    for name in ("x.json", "x.jsonl", "x.csv", "x"):
        try:
            file = read_file(content, name, ReadOptions(encoding=encoding))
        except FileRefused as refusal:
            assert refusal.reason.strip()  # noqa: PT017 (either answer is right)
        else:
            assert file.n_rows >= len(file.drafts)


def nested(depth: int) -> str:
    return '{"a": ' * depth + '"x"' + "}" * depth


def with_odd(cell: str) -> str:
    return f'[{json.dumps(ROW)[:-1]}, "odd": {cell}}}]'


@pytest.mark.parametrize("depth", [100, 300, 450, 600])
def test_a_deep_value_is_kept_whole_or_named_by_its_row(depth: int) -> None:
    found = read(with_odd(nested(depth)))
    if found.problems:
        (problem,) = found.problems
        assert (problem.line, problem.column) == (1, "odd")
        assert "nested too deeply" in problem.reason
    else:
        assert only(found).statement.extra["odd"] == nested(depth)


def test_a_file_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(FileRefused, match="nested too deeply"):
        read(with_odd(nested(5_000)))
