from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from stance.files.reading.drafts import ReadOptions, StatementDraft
from stance.files.reading.registry import read_file
from stance.files.reading.spreadsheets import read_spreadsheet
from stance.files.reading.tables import Row

MIME = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
OPEN = (
    f'<office:document-content xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0" '
    f'xmlns:text="{NAMES}:text:1.0" xmlns:style="{NAMES}:style:1.0" '
    f'xmlns:number="{NAMES}:datastyle:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    "</manifest:manifest>"
)
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def book(*rows: str, styles: str = "", columns: str = "") -> bytes:
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f"{OPEN}<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Sheet1">{columns}{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return out.getvalue()


def cell(kind: str, inner: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {attributes}>{inner}</table:table-cell>'


def text(value: str, attributes: str = "") -> str:
    return cell("string", f"<text:p>{value.translate(ESCAPED)}</text:p>", attributes)


def date(day: str, attributes: str = "") -> str:
    return cell("date", "<text:p>as shown</text:p>", f'office:date-value="{day}" {attributes}')


HEADER = "".join(map(text, ["date", "actor", "issue", "text"]))


def rows(content: bytes) -> list[Row]:
    return list(read_spreadsheet("ods", content, ReadOptions()).rows)


def test_an_open_document_is_read_with_its_dates_and_numbers() -> None:
    row = date("2003-06-17T23:30:00") + text("China") + text("energy") + text("We agree.")
    stance = cell("float", "<text:p>0,50</text:p>", 'office:value="0.5"')
    file = read_file(book(HEADER + text("stance"), row + stance), "rows.ods")
    (draft,) = file.drafts
    assert isinstance(draft, StatementDraft)
    assert str(draft.statement.date) == "2003-06-17"
    assert draft.statement.stance == 0.5
    assert not file.problems


def test_blanks_line_breaks_and_tabs_are_kept_and_comments_are_not_text() -> None:
    inner = (
        "<office:annotation><dc:creator>me</dc:creator><text:p>a comment</text:p>"
        '</office:annotation><text:p>a<text:s text:c="3"/>b<text:line-break/>c<text:tab/>d</text:p>'
        "<text:p>second <text:span>part</text:span></text:p>"
    )
    found = rows(book(text("date"), cell("string", inner)))
    assert found[0].cells == ("a   b\nc\td\nsecond part",)


def test_an_error_is_refused_at_its_cell_in_every_repetition_of_its_row() -> None:
    error = cell("string", "<text:p>#N/A</text:p>", 'calcext:value-type="error"')
    content = book(text("actor") + text("note"), text("A") + error, text("B") + text("fine"))
    repeated = content_with(content, "<table:table-row>" + text("A"), 2)
    found = [problem for row in rows(repeated) for problem in row.problems]
    assert [(problem.line, problem.column) for problem in found] == [(2, "note"), (3, "note")]
    assert "#N/A" in found[0].reason


def content_with(content: bytes, start: str, n_rows: int) -> bytes:
    """The same book, where the row that starts so stands several times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            repeated = start.replace("-row>", f'-row table:number-rows-repeated="{n_rows}">', 1)
            new.writestr(name, part.replace(start, repeated))
    return out.getvalue()


def test_a_merged_cell_counts_in_every_row_it_covers() -> None:
    covered = "<table:covered-table-cell/>"
    content = book(
        text("actor") + text("note"),
        text("China", 'table:number-rows-spanned="2"') + text("a"),
        covered + text("b"),
        text("Japan") + text("c"),
    )
    assert [row.cells for row in rows(content)] == [("China", "a"), ("China", "b"), ("Japan", "c")]


def test_a_month_that_was_typed_is_not_padded_into_its_first_day() -> None:
    styles = (
        '<number:date-style style:name="N1"><number:month number:textual="true"/>'
        '<number:year/></number:date-style><number:date-style style:name="N2"><number:day/>'
        '<number:month/><number:year/></number:date-style><number:date-style style:name="N3">'
        "<number:year/></number:date-style>"
        + "".join(
            f'<style:style style:name="c{n}" style:data-style-name="N{n}"/>' for n in (1, 2, 3)
        )
    )
    columns = '<table:table-column table:default-cell-style-name="c1"/>'
    content = book(
        text("date"),
        date("2003-06-01"),
        date("2003-06-17"),
        date("2003-06-01", 'table:style-name="c2"'),
        date("2003-01-01", 'table:style-name="c3"'),
        styles=styles,
        columns=columns,
    )
    assert [row.cells for row in rows(content)] == [
        ("2003-06",),
        ("2003-06-17",),
        ("2003-06-01",),
        ("2003",),
    ]


def test_an_open_document_is_known_without_its_type_in_front() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(HEADER))) as old, zipfile.ZipFile(out, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    assert read_file(out.getvalue(), "rows.ods").notes == ("The file has a header and no rows.",)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="\ufffe\uffff"),
            max_size=20,
        ),
        max_size=60,
    )
)
def test_any_text_comes_back_from_an_open_document(texts: list[str]) -> None:
    content = book(text("a") + text("b"), *(text(one) + text("x") for one in texts))
    assert [row.cells for row in rows(content)] == [(one, "x") for one in texts]
