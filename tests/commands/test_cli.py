from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.store import open_store
from stance.editing.statements import edit_statement
from tests.commands.desk import HEADER, Desk
from tests.dashboard.demo import FOUNDING, ISSUE


def test_without_a_command_a_fresh_store_is_filled_and_served_and_never_filled_again(
    desk: Desk,
) -> None:
    assert desk.do()[0] == 0
    assert desk.served == [("127.0.0.1", 8050)]
    assert desk.do("undo", "1")[0] == 0
    assert desk.do()[0] == 0
    assert "undone" in desk.do("batches")[1]
    assert len(desk.do("export", "statements")[1].splitlines()) == 1


def test_an_export_loads_into_an_empty_store_and_exports_the_same_bytes(desk: Desk) -> None:
    desk.do("demo")
    first = {what: desk.do("export", what)[1] for what in ("statements", "codings", "links")}
    codebook = desk.file("codebook.yaml", desk.do("codebook", "show", ISSUE)[1])
    desk.do("codebook", "apply", codebook, store="b.db")
    for what, text in first.items():
        assert desk.do("load", desk.file(f"{what}.csv", text), store="b.db")[0] == 0
    again = {what: desk.do("export", what, store="b.db")[1] for what in first}
    assert again == first
    assert first["statements"].count("\n") == 226


def test_a_codebook_applied_before_or_after_loading_gives_the_same_store(desk: Desk) -> None:
    codebook = desk.file("codebook.yaml", FOUNDING.codebook.decode())
    statements = desk.file("statements.csv", FOUNDING.statements.decode())
    desk.do("codebook", "apply", codebook)
    desk.do("load", statements)
    desk.do("load", statements, store="b.db")
    desk.do("codebook", "apply", codebook, store="b.db")
    for what in ("statements", "codings", "links", "series"):
        assert desk.do("export", what)[1] == desk.do("export", what, store="b.db")[1]


def test_loading_a_file_twice_changes_nothing(desk: Desk) -> None:
    path = desk.file(
        "two.csv", HEADER + "a,2003,China,crossings,one\nb,2003-06,China,crossings,two\n"
    )
    assert desk.do("load", path)[1] == "2 stored, 0 duplicates, 0 refused\n"
    before = desk.do("export", "statements")[1]
    assert desk.do("load", path)[1] == "0 stored, 2 duplicates, 0 refused\n"
    assert desk.do("export", "statements")[1] == before
    assert len(desk.do("batches")[1].splitlines()) == 1


def test_one_bad_row_refuses_the_file_and_names_line_column_and_cure(desk: Desk) -> None:
    path = desk.file(
        "bad.csv", HEADER + "a,2003,China,crossings,one\nb,03/04/2003,China,crossings,two\n"
    )
    code, out, err = desk.do("load", path)
    assert (code, out) == (1, "0 stored, 0 duplicates, 1 refused\n")
    assert f"{path}:3: date: " in err
    assert "--date-order" in err
    assert "--skip-bad-rows" in err
    assert desk.do("load", path, "--skip-bad-rows")[1] == "1 stored, 0 duplicates, 1 refused\n"


def test_a_dry_run_stores_nothing(desk: Desk) -> None:
    path = desk.file("one.csv", HEADER + "a,2003,China,crossings,one\n")
    assert desk.do("load", path, "--dry-run")[1] == "1 stored, 0 duplicates, 0 refused\n"
    assert desk.do("batches")[1] == ""


def test_an_undone_load_is_gone_and_its_file_can_be_loaded_again(desk: Desk) -> None:
    path = desk.file("one.csv", HEADER + "a,2003,China,crossings,one\n")
    desk.do("load", path)
    before = desk.do("export", "statements")[1]
    assert desk.do("undo", "1")[1] == "1 removed, 0 kept\n"
    assert desk.do("export", "statements")[1].count("\n") == 1
    desk.do("load", path)
    assert desk.do("export", "statements")[1] == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["load"], 2),
        (["export", "everything"], 2),
        (["load", "no-such-file.csv"], 1),
        (["export", "statements", "--voice", "loud"], 1),
        (["export", "statements", "--actor", "Nobody"], 1),
        (["codebook", "show", "nothing"], 1),
        (["undo", "7"], 1),
        (["undo", "99999999999999999999"], 2),
        (["--store", "nonsense", "batches"], 1),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence_and_its_code(
    desk: Desk, arguments: list[str], code: int
) -> None:
    found, out, err = desk.do(*arguments)
    assert found == code
    assert out == ""
    assert "Traceback" not in err
    assert len(err) > 10


def test_china_spoke_in_69_utterances_45_of_them_humanitarian(desk: Desk) -> None:
    desk.do("demo")
    path = desk.folder / "series.csv"
    filters = ("--actor", "China", "--voice", "own", "--frame", "humanitarian")
    assert desk.do("export", "series", *filters, "-o", str(path))[0] == 0
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert sum(int(row[7]) for row in rows) == 69
    assert sum(int(row[8]) for row in rows) == 45


def test_trying_a_codebook_tells_what_would_move_and_moves_nothing(desk: Desk) -> None:
    desk.do("demo")
    before = desk.do("export", "statements")[1]
    smaller = FOUNDING.codebook.decode().replace("humanitarian*", "humanitarian spirit")
    out = desk.do("codebook", "try", desk.file("smaller.yaml", smaller))[1]
    assert "225 statements looked at" in out
    assert " humanitarian: " in out
    assert desk.do("export", "statements")[1] == before


def test_an_alias_makes_two_names_one_actor(desk: Desk) -> None:
    desk.do("load", desk.file("one.csv", HEADER + "a,2003,China,crossings,one\n"))
    out = desk.do("actor", "China", "--alias", "PRC", "--kind", "government")[1]
    assert out == "China: government, also PRC\n"
    desk.do("load", desk.file("two.csv", HEADER + "b,2004,PRC,crossings,two\n"))
    rows = desk.do("export", "statements", "--actor", "prc")[1].splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == ["China", "China"]
    assert desk.do("actor", "Nobody")[0] == 1


def test_a_whole_store_goes_into_a_zip_and_comes_back(desk: Desk) -> None:
    desk.do("demo")
    desk.do("actor", "China", "--alias", "PRC")
    path = str(desk.folder / "copy.zip")
    assert desk.do("export", "store", "-o", path) == (0, "", "")
    code, out, err = desk.do("restore", path, store="b.db")
    assert (code, out, err) == (0, "225 statements restored, 0 broken\n", "")
    for what in ("statements", "codings", "links", "series"):
        assert desk.do("export", what, store="b.db") == desk.do("export", what)
    assert desk.do("batches", store="b.db") == desk.do("batches")
    assert desk.do("actor", "prc", store="b.db")[1].startswith("China")
    code, _, err = desk.do("restore", path)
    assert code == 1
    assert "fills only an empty one: name a new store with --store." in err


def test_a_copy_comes_out_of_standard_output_and_goes_into_standard_input(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("load", desk.file("a.csv", HEADER + "a,2003,China,crossings,one\n"))
    for command in (("export", "store"), ("backup", "-")):
        assert desk.run(*command) == 0
        (desk.folder / f"{command[0]}.out").write_bytes(desk.capture.readouterr().out)
    assert (desk.folder / "backup.out").read_bytes().startswith(b"SQLite format 3")
    with (desk.folder / "export.out").open(encoding="latin-1") as copy:
        monkeypatch.setattr("sys.stdin", copy)
        assert desk.do("restore", "-", store="b.db")[:2] == (0, "1 statements restored, 0 broken\n")
    with (desk.folder / "a.csv").open() as letter:
        monkeypatch.setattr("sys.stdin", letter)
        assert desk.do("restore", "-", store="c.db")[2].startswith("- is no zip archive")


def test_the_whole_store_has_no_filters_and_a_copy_must_be_one(desk: Desk) -> None:
    desk.do("demo")
    for choice in (("--issue", ISSUE), ("--format", "json"), ("--excel",)):
        assert desk.do("export", "store", *choice)[0] == 2
    letter = desk.file("letter.zip", "Dear Sir")
    assert desk.do("restore", letter, store="b.db")[2] == (
        "letter.zip is no zip archive, or a damaged one. "
        "Make one with 'export store -o FILE.zip'.\n"
    )
    code, _, err = desk.do("restore", str(desk.folder / "none.zip"), store="b.db")
    assert (code, "none.zip: No such file or directory: check the name" in err) == (1, True)


def test_the_history_of_a_statement_is_a_line_a_change(desk: Desk) -> None:
    file = desk.file("a.csv", "id,date,actor,issue,text\na,2003,China,x,words\n")
    desk.do("load", file)
    store = open_store(f"sqlite:///{desk.folder / 'a.db'}")
    now = datetime(2026, 1, 2, tzinfo=UTC)
    edit_statement(store, "a", {"note": "n", "speaker": "s"}, based_on="", by="Ann", at=now)
    store.close()
    lines = desk.do("history", "a")[1].splitlines()
    assert [line.split("  ")[2:] for line in lines] == [
        ["load", "machine", "load 1, a.csv"],
        ["edit", "Ann", "speaker, note"],
    ]
    assert desk.do("history", "nothing")[0] == 1
