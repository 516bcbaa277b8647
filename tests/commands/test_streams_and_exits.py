"""What the command line does with files, names and surroundings that are not as they should be."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

from app import _is_own
from tests.commands.desk import HEADER, Desk

ROOT = Path(__file__).parents[2]
BOOK = (
    "issue: crossings\ntitle: Crossings\nframes:\n  - {{id: kind, label: Kind{wordings}}}\n{more}"
)


def program(folder: Path, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does, on a store of its own."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"STANCE_STORE": f"sqlite:///{folder}/a.db"} | surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def book(desk: Desk, *, wordings: str = "", more: str = "") -> str:
    """Write a codebook; return its path."""
    return desk.file("book.yaml", BOOK.format(wordings=wordings, more=more))


@pytest.mark.parametrize("port", ["abc", "99999", "0"])
def test_a_port_that_is_none_is_a_sentence(port: str, tmp_path: Path) -> None:
    done = program(tmp_path, "batches", STANCE_PORT=port)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "STANCE_PORT" in done.stderr


def test_other_letters_than_a_terminal_knows_are_no_traceback(tmp_path: Path) -> None:
    program(tmp_path, "demo")
    shown = [
        subprocess.run(
            [sys.executable, "app.py", "codebook", "show", "north-korean-refugees-in-china"],
            cwd=ROOT,
            env=os.environ
            | {"STANCE_STORE": f"sqlite:///{tmp_path}/a.db", "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        for encoding in ("utf-8", "latin-1", "ascii")
    ]
    assert [(done.returncode, done.stderr) for done in shown] == [(0, b"")] * 3
    assert "人道" in shown[0].stdout.decode()
    # What is sent to a file can be applied again.
    assert {done.stdout for done in shown} == {shown[0].stdout}


@pytest.mark.parametrize(
    ("command", "redirected"),
    [("export statements", ">&-"), ("load -", "<&-"), ("restore -", "<&-")],
)
def test_a_closed_standard_stream_is_a_sentence(
    tmp_path: Path, command: str, redirected: str
) -> None:
    done = subprocess.run(  # noqa: S602 - our own program, and what a shell does to it
        f"{sys.executable} app.py {command} {redirected}",
        shell=True,
        cwd=ROOT,
        env=os.environ | {"STANCE_STORE": f"sqlite:///{tmp_path}/a.db"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "-: Bad file descriptor: name a file.\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "localhost", "::1"])
def test_an_address_of_this_machine_alone_is_told_from_others(host: str) -> None:
    assert _is_own(host)
    assert not any(map(_is_own, ("0.0.0.0", "::", "10.0.0.1", "example.org")))  # noqa: S104


def test_a_copy_under_a_name_that_is_no_text_is_refused(desk: Desk) -> None:
    code, _, said = desk.do("backup", f"{desk.folder}/b\udcff.db")
    assert (code, "could not be written" in said, said.count("\n")) == (1, True, 1)


def test_a_private_file_stays_private_when_it_is_written_over(desk: Desk) -> None:
    desk.do("load", desk.file("a.csv", HEADER + "a,2003,China,crossings,one\n"))
    out = desk.folder / "out.csv"
    out.touch(mode=0o600)
    assert desk.do("export", "statements", "-o", str(out))[0] == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize("alias", ["PRC\nChina", "\u202ePRC", "PRC\udcff"])
def test_an_alias_is_a_name_like_any_other(desk: Desk, alias: str) -> None:
    desk.do("load", desk.file("a.csv", HEADER + "a,2003,China,crossings,one\n"))
    code, _, said = desk.do("actor", "China", "--alias", alias)
    assert code == 1
    assert "--alias" in said


def test_its_own_name_or_nothing_is_no_alias(desk: Desk) -> None:
    desk.do("load", desk.file("a.csv", HEADER + "a,2003,China,crossings,one\n"))
    said = desk.do("actor", "China", "--alias", "", "--alias", "CHINA", "--alias", "PRC")[1]
    assert said.startswith("China: government, also PRC")


def test_codings_of_the_dictionary_load_as_the_duplicates_they_are(desk: Desk) -> None:
    desk.do("codebook", "apply", book(desk, wordings=", wordings: {en: [humane]}"))
    desk.do("load", desk.file("a.csv", HEADER + "a,2003,China,crossings,humane\n"))
    codings = desk.do("export", "codings")[1]
    assert ",dictionary," in codings
    code, said, _ = desk.do("load", desk.file("codings.csv", codings))
    assert (code, said.splitlines()[-1]) == (0, "0 stored, 1 duplicates, 0 refused")


def test_a_retired_frame_goes_along_with_its_codebook(desk: Desk) -> None:
    coded = desk.file(
        "a.csv", "id,date,actor,issue,text,frames\na,2003,China,crossings,one,kind;old\n"
    )
    more = "  - {id: old, label: Old}\n"
    desk.do("codebook", "apply", book(desk, more=more))
    desk.do("load", coded)
    desk.do("codebook", "apply", book(desk))
    shown = desk.do("codebook", "show", "crossings")[1]
    assert "old: 1" in shown
    assert desk.do("codebook", "apply", desk.file("shown.yaml", shown), store="b.db")[0] == 0
    assert desk.do("load", coded, store="b.db")[0] == 0
    assert desk.do("codebook", "show", "crossings", store="b.db")[1] == shown


def test_a_frame_from_before_any_codebook_can_be_taken_along(desk: Desk) -> None:
    coded = desk.file("a.csv", "id,date,actor,issue,text,frames\na,2003,China,crossings,one,old\n")
    desk.do("load", coded)
    desk.do("codebook", "apply", book(desk))
    shown = desk.do("codebook", "show", "crossings")[1]
    assert "old: 0" in shown
    assert desk.do("codebook", "apply", desk.file("shown.yaml", shown), store="b.db")[0] == 0


def test_a_version_near_the_end_of_numbers_is_refused(desk: Desk) -> None:
    code, _, said = desk.do("codebook", "apply", book(desk, more="version: 999999999\n"))
    assert code == 1
    assert "999,999" in said


def test_a_codebook_that_would_make_an_export_unloadable_is_refused(desk: Desk) -> None:
    more = "  - {id: harsh, label: Harsh}\n"
    desk.do("codebook", "apply", book(desk, more=more))
    both = "id,date,actor,issue,text,frames\na,2003,China,crossings,one,kind;harsh\n"
    desk.do("load", desk.file("a.csv", both))
    exclusive = book(desk, more=f"{more}exclusive: true\n")
    for command in ("try", "apply"):
        code, _, said = desk.do("codebook", command, exclusive)
        assert code == 1
        assert "import to a" in said
    shown = desk.file("shown.yaml", desk.do("codebook", "show", "crossings")[1])
    statements = desk.file("out.csv", desk.do("export", "statements")[1])
    assert desk.do("codebook", "apply", shown, store="b.db")[0] == 0
    assert desk.do("load", statements, store="b.db")[0] == 0


CODINGS = "statement,frame,coder\n"


@pytest.mark.parametrize(
    ("first", "second"), [("kind", "none"), ("none", "kind"), ("kind", "harsh")]
)
@pytest.mark.parametrize("is_one_file", [True, False])
def test_what_stands_alone_is_not_given_beside_another(
    desk: Desk, first: str, second: str, *, is_one_file: bool
) -> None:
    more = "  - {id: harsh, label: Harsh}\nexclusive: true\n"
    desk.do("codebook", "apply", book(desk, more=more))
    desk.do("load", desk.file("a.csv", HEADER + "a,2003,China,crossings,one\n"))
    rows = [f"a,{first},ada\n", f"a,{second},ada\n"]
    if is_one_file:
        code, _, said = desk.do("load", desk.file("c.csv", CODINGS + "".join(rows)))
    else:
        assert desk.do("load", desk.file("c.csv", CODINGS + rows[0]))[0] == 0
        code, _, said = desk.do("load", desk.file("d.csv", CODINGS + rows[1]))
    assert code == 1
    assert "ada gave" in said


def test_an_address_that_is_none_of_this_machine_is_a_sentence(tmp_path: Path) -> None:
    done = program(tmp_path, "serve", "--host", "nope.invalid")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "'nope.invalid'" in done.stderr


@pytest.fixture
def heeded_interrupts() -> Iterator[None]:
    """Undo what a shell does to what it starts in the background: there Ctrl-C is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded_interrupts")
@pytest.mark.parametrize("module", ["click", "pandas", "sqlalchemy.orm", "stance.commands.cli"])
def test_ctrl_c_while_modules_are_imported_is_one_line(module: str, tmp_path: Path) -> None:
    running = subprocess.Popen(  # noqa: S603 - our own program
        [
            sys.executable,
            "-X",
            "importtime",
            "app.py",
            "--store",
            f"sqlite:///{tmp_path}/a.db",
            "batches",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.rpartition("|")[2].strip() == module:
                running.send_signal(signal.SIGINT)
                break
        told = [line for line in running.stderr if not line.startswith("import time:")]
    assert running.returncode == 130
    assert [line for line in told if line.strip()] == ["Stopped; nothing is half done.\n"]


def _ask_beside_slow_ones(port: int) -> None:
    """Ask for an answer while more requests than the server's own limit are half sent."""
    with ExitStack() as slow:
        for _ in range(120):
            half = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            half.sendall(b"POST /upload HTTP/1.1\r\nContent-Length: 9\r\n\r\nx")
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            assert answer.read() == b"ok\n"


def test_a_server_that_is_asked_to_end_leaves_no_uploads_behind(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    running = subprocess.Popen(  # noqa: S603 - our own program
        [
            sys.executable,
            "app.py",
            "--store",
            f"sqlite:///{tmp_path}/a.db",
            "serve",
            "--port",
            port,
        ],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(waiting)},
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith("Stance is at"):
                assert [path.name[:14] for path in waiting.iterdir()] == ["stance-uploads"]
                _ask_beside_slow_ones(int(port))
                running.terminate()
                break
        assert "Traceback" not in running.communicate(timeout=60)[1]
    assert list(waiting.iterdir()) == []


@pytest.mark.parametrize("missing", ["nope/out.csv", "", "x" * 300])
def test_a_file_that_cannot_be_written_is_named_as_it_was_typed(desk: Desk, missing: str) -> None:
    typed = str(desk.folder / missing)
    code, _, said = desk.do("export", "statements", "-o", typed)
    assert code == 1
    assert said.startswith(f"{typed}: ")
    assert said.count("\n") == 1
    assert not list(desk.folder.glob(".stance-*"))


def test_a_format_and_an_order_are_named_as_they_are_written(desk: Desk) -> None:
    path = desk.file("a.txt", HEADER + "a,03/04/2003,China,crossings,one\n")
    assert desk.do("load", "--format", "csv", "--date-order", "mdy", path)[0] == 0
    assert ",2003-03-04," in f",{desk.do('export', 'statements')[1]}".replace("\n", ",")


@pytest.mark.parametrize("option", ["--format", "--date-order"])
def test_a_choice_there_is_not_is_wrong_usage(desk: Desk, option: str) -> None:
    path = desk.file("a.csv", HEADER + "a,2003,China,crossings,one\n")
    assert desk.do("load", option, "xx", path)[0] == 2


def test_a_port_that_is_taken_is_named_with_the_option_that_cures_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = program(tmp_path, "serve", "--port", port)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"Port {port} cannot be used (")
