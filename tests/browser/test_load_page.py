"""A messy file from the drop to the chart and back, in a browser."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.dashboard.demo import ISSUE

MESSY = (
    "Datum;Land;Zitat;Link;Seite\n"
    "03.02.2025;China;„auf humanitäre Weise“, in a humanitarian spirit;https://example.org/1;7\n"
    "25.02.2025;China;they are not refugees, so der Sprecher;https://example.org/2;8\n"
    "31.02.2025;China;ein Tag, den es nicht gibt;https://example.org/3;9\n"
    ";China;über dies ohne Datum;https://example.org/4;10\n"
    "26.02.2025;China\n"
)
CHART = f"/issue/{ISSUE}?actor=China&voice=own&from=2025"


def choose(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as choosing:
        page.click("#load-choose")
    choosing.value.set_files(file)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    file = tmp_path / "messy.csv"
    file.write_bytes(MESSY.encode("cp1252"))
    return file


def drop(page: Page, file: Path) -> None:
    """Drop a file on the page as a hand would."""
    content = list(file.read_bytes())
    script = """([name, bytes]) => {
        const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(bytes)], name));
        return held;
    }"""
    held = page.evaluate_handle(script, [file.name, content])
    page.dispatch_event("#load-drop", "drop", {"dataTransfer": held})


def mapped(page: Page, file: Path) -> None:
    """Go from the drop to the preview."""
    page.goto("/load")
    page.locator("#load-choose").wait_for()
    page.evaluate("localStorage.removeItem('stance-columns')")
    drop(page, file)
    page.locator("#load-encoding-box label", has_text="cp1252").click()
    expect(page.locator("#load-columns")).to_contain_text("Please look at the 5 columns")
    expect(page.locator("#load-missing")).to_contain_text("Still missing: issue")
    expect(page.locator("#load-use")).to_be_disabled()
    page.locator("#load-fill-issue").fill(ISSUE)
    page.click("#load-use")
    expect(page.locator("#load-report")).to_contain_text("3 rows cannot be loaded")
    expect(page.locator("#load-report h2").first).to_be_focused()


def test_a_messy_file_goes_from_drop_to_chart_and_back(page: Page, messy: Path) -> None:
    mapped(page, messy)
    expect(page.locator(".wrong-cell")).to_have_count(2)
    page.get_by_role("button", name="Only rows that are not stored").click()
    expect(page.locator(".preview-table tbody tr:visible")).to_have_count(3)
    with page.expect_download() as saving:
        page.click("#load-refused")
    text = saving.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["refused_line"] for row in rows] == ["4", "5", "6"]
    assert [row["Seite"] for row in rows] == ["9", "10", ""]
    assert rows[1]["reason"].startswith("date: ")

    page.get_by_label("Leave them out and load the others").check()
    page.click("#load-go")
    report = page.locator("#load-report")
    expect(report).to_contain_text("messy.csv: loaded")
    expect(report).to_contain_text("2 statements (China 2)")
    page.goto(CHART)
    expect(page.locator("#timeline-title")).to_contain_text("2 utterances")
    expect(page.locator(".points path").first).to_be_visible()

    page.goto("/load")
    page.get_by_role("button", name="Undo load").first.click()
    expect(page.locator("#load-changed")).to_contain_text("2 statements removed")
    page.goto(CHART)
    expect(page.locator("#timeline-note")).to_contain_text("No statements")


@pytest.fixture
def messy_sheet(tmp_path: Path) -> Path:
    """Write a workbook as a desk keeps it: titles, merged cells, date cells, a second sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Notes"
    sheet.append(["collected by hand", "for the third time"])
    said = book.create_sheet("Said")
    said.append(["Statements collected by the desk, February 2025"])
    said.merge_cells("A1:E1")
    said.append([])
    said.append(["Date of statement", "Country", "Topic", "Quote", "Seen by"])
    first = [date(2025, 2, 3), "China", ISSUE, "in a humanitarian spirit", "Ann"]
    said.append(first)
    said.append([date(2025, 2, 25), None, ISSUE, "they are not refugees", "Bob"])
    said.append(["soon", None, ISSUE, "no day yet", "Bob"])
    said.append(first)
    said.merge_cells("B4:B6")
    file = tmp_path / "messy.xlsx"
    book.save(file)
    return file


def test_a_messy_spreadsheet_goes_from_drop_to_chart(page: Page, messy_sheet: Path) -> None:
    page.goto("/load")
    page.locator("#load-choose").wait_for()
    page.evaluate("localStorage.removeItem('stance-columns')")
    drop(page, messy_sheet)
    page.locator("#load-reading summary").click()
    page.get_by_label("Sheet", exact=True).first.click()
    page.get_by_role("option", name="Said", exact=True).click()
    expect(page.locator("#load-columns")).to_contain_text("Please look at the 5 columns")
    page.click("#load-use")
    report = page.locator("#load-report")
    expect(report).to_contain_text("1 row cannot be loaded")
    expect(report).to_contain_text("merged cell")
    expect(page.locator(".wrong-cell")).to_contain_text("soon")
    expect(report.locator(".count-plain")).to_contain_text("duplicate")
    expect(report.locator(".count-plain")).to_contain_text("1")
    page.get_by_label("Leave them out and load the others").check()
    page.click("#load-go")
    expect(report).to_contain_text("messy.xlsx: loaded")
    expect(report).to_contain_text("2 statements (China 2)")

    report.locator(".landed .plain-list a").click()
    expect(page.locator("#timeline-title")).to_contain_text("2 utterances")
    expect(page.locator(".points path").first).to_be_visible()
    page.goto(CHART)
    expect(page.locator("#timeline-title")).to_contain_text("2 utterances")

    page.goto("/load")
    page.get_by_role("button", name="Undo load").first.click()
    expect(page.locator("#load-changed")).to_contain_text("2 statements removed")


def test_a_header_is_known_again_and_the_page_stays_accessible(page: Page, messy: Path) -> None:
    mapped(page, messy)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.goto("/load")
    page.locator("#load-choose").wait_for()
    choose(page, messy)
    page.locator("#load-encoding-box label", has_text="cp1252").click()
    expect(page.locator("#load-columns")).to_contain_text("as last time")
    expect(page.locator("#load-report")).to_contain_text("3 rows cannot be loaded")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_file_above_the_limit_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/upload") else None)
    page.goto("/load")
    page.locator("#load-choose").wait_for()
    page.evaluate("document.getElementById('load-drop').dataset.mostBytes = '10'")
    file = tmp_path / "big.csv"
    file.write_text("x" * 11, encoding="utf-8")
    choose(page, file)
    expect(page.locator("#load-said")).to_contain_text("at most")
    assert sent == []
