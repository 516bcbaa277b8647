from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import FileRefused
from stance.files.reading.encodings import recognise

TEXT = "date,text\n2003,Übernahme — 政府 😀\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_mark_decides_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    found = recognise(mark + TEXT.encode(encoding))
    assert found.encoding == encoding
    assert found.text() == TEXT
    with found.open() as stream:
        assert stream.read() == TEXT


def test_a_mark_and_a_named_encoding_may_not_disagree() -> None:
    content = codecs.BOM_UTF8 + TEXT.encode()
    assert recognise(content, "UTF8").text() == TEXT
    with pytest.raises(FileRefused, match="byte mark of UTF-8, not of cp1252"):
        recognise(content, "cp1252")


def test_a_named_encoding_is_strict_and_names_the_byte() -> None:
    with pytest.raises(FileRefused, match="byte 0x81 at offset 5 is not CP1252") as refusal:
        recognise(b"a\nb\nc\x81", "cp1252")
    assert refusal.value.line == 3


def test_utf16_without_a_mark_offers_the_likelier_order_first() -> None:
    with pytest.raises(FileRefused, match=r"first: utf-16-be \('date,text"):
        recognise(TEXT.encode("utf-16-be"))
    assert recognise(TEXT.encode("utf-16-le"), "utf-16").text() == TEXT


def test_a_seven_bit_encoding_is_not_taken_for_ascii() -> None:
    content = "date,text\n2003,政府\n".encode("iso2022_jp")
    with pytest.raises(FileRefused, match="likeliest first: iso2022_jp") as refusal:
        recognise(content)
    assert refusal.value.line == 2


def test_the_bad_byte_is_found_beyond_the_first_piece() -> None:
    content = ("é" * 800_000).encode() + b"\n\xff"
    with pytest.raises(FileRefused, match="offset 1600001 ") as refusal:
        recognise(content)
    assert refusal.value.line == 2


def test_a_character_cut_off_at_the_end_is_refused() -> None:
    with pytest.raises(FileRefused, match="at offset 3 is not UTF-8"):
        recognise("abc政".encode()[:-1])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert recognise(b"x," + text.encode()).text() == f"x,{text}"


@given(st.binary(max_size=200), st.sampled_from(["", "gb18030", "big5", "utf-16", "hz", "cp037"]))
def test_any_bytes_are_text_or_refused(content: bytes, named: str) -> None:
    try:
        found = recognise(content, named)
    except FileRefused as refusal:
        assert refusal.reason.endswith(".")  # noqa: PT017 (either answer is right)
    else:
        assert isinstance(found.text(), str)
