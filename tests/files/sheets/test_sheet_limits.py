"""The process that reads a workbook: whatever it meets, one sentence comes of it."""

from __future__ import annotations

import io
import os
import threading
import warnings
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.errors import FileRefused
from stance.files.reading import spreadsheets
from stance.files.reading.registry import read_file

ROW = ["2003-06-17", "China", "energy", "We support it."]


def workbook(*, far_cell: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["date", "actor", "issue", "text"])
    book.worksheets[0].append(ROW)
    if far_cell:
        book.worksheets[0][far_cell] = "stray"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK = workbook()


def changed(**members: bytes) -> bytes:
    """The workbook with further or other members, `__` standing for the slash."""
    given = {name.replace("__", "/"): content for name, content in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (kept | given).items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "XL/Worksheets/Sheet1.XML"])
def test_two_members_of_one_name_are_refused_be_it_in_other_letters(name: str) -> None:
    out = io.BytesIO(WORKBOOK)
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, b"<worksheet/>")
    with pytest.raises(FileRefused, match="two members of the archive have one name"):
        read_file(out.getvalue(), "a.xlsx")


def ended_process() -> int | None:
    """Return a process of ours that has ended and that nobody asked how."""
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return found.si_pid if found else None


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    # Servers and browsers of other tests may be there, and stay.
    before = ended_process()
    yield
    assert ended_process() == before


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_file(content, "rows.xlsx")
    assert refused.value.reason.endswith((".", "?"))
    return refused.value.reason


def test_a_sheet_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_SECONDS", 0)
    assert "takes more than 0 seconds. Save the sheet as CSV" in refusal(WORKBOOK)


def test_a_cell_too_far_away_from_the_others_is_refused_and_not_fatal() -> None:
    reason = refusal(workbook(far_cell="ZZ1048576"))
    assert "takes more than 300 MB of memory, as it does where a cell stands far away" in reason


def test_a_process_that_ends_early_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "_MODULE", "stance.files.sheets.nothing")
    assert "cannot be read; it may be damaged" in refusal(WORKBOOK)


def test_without_its_package_the_remedy_is_another_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "_READERS", {"no_such_package": "xlrd"})
    assert "need the package xlrd" in refusal(WORKBOOK)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused(encoding: str) -> None:
    part = '<?xml version="1.0"?><!-- <a> --><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert "(DTD)" in refusal(changed(xl__other_xml=b"", **{"xl/x.xml": part.encode(encoding)}))


def test_a_part_that_hides_its_beginning_is_refused() -> None:
    part = b"<!--" + os.urandom(60_000).hex().encode() + b"--><x/>"
    assert "(DTD)" in refusal(changed(**{"xl/x.xml": part}))


def test_a_member_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    content = changed(**{"xl/media/x.bin": bytes(3_000_000)})
    assert "times its size, and at most 100 times is read" in refusal(content)


@pytest.mark.parametrize("name", ["/etc/x", "..\\x", "a/../../x", "C:\\x"])
def test_a_member_that_points_outside_is_refused(name: str) -> None:
    assert "points outside the archive" in refusal(changed(**{name: b"x"}))


def test_a_zip_archive_that_is_no_spreadsheet_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "a zip archive without a spreadsheet" in refusal(out.getvalue())


def test_a_binary_workbook_is_refused_with_the_format_to_save_as() -> None:
    assert "(XLSB). Save it as XLSX or CSV." in refusal(
        changed(xl__workbook=b"", **{"xl/workbook.bin": b""})
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_read_or_refused(at: int, damage: bytes) -> None:
    content = WORKBOOK[:at] + damage + WORKBOOK[at + len(damage) :]
    try:
        reason = "".join(read_file(content, "rows.xlsx").notes)
    except FileRefused as refused:
        reason = refused.reason
    assert not reason or reason.endswith((".", "?"))


def test_several_threads_read_at_once() -> None:
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(read_file(WORKBOOK, "x.xlsx").n_rows))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [1, 1, 1, 1]
