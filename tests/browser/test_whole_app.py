"""The app as a whole in a browser: keys, theme, hosts, refusals, loading, accessibility."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.opening import DESK, complete, settled
from tests.dashboard.demo import DEMO, DENIAL, ISSUE, MAIN

DARK: dict[str, Any] = {"viewport": DESK, "color_scheme": "dark"}


def test_dark_is_chosen_by_a_click_and_remembered(page: Page) -> None:
    settled(page, MAIN)
    page.wait_for_selector(".points path")
    page.get_by_role("button", name="Light or dark").click()
    plot = "document.querySelector('#timeline-graph .js-plotly-plot')"
    page.wait_for_function(f"() => {plot}.layout.paper_bgcolor[1] === '1'")
    page.reload()
    page.wait_for_selector("html[data-mantine-color-scheme=dark]")
    page.get_by_role("button", name="Light or dark").click()


def test_slash_leads_to_the_search_and_enter_to_the_statements(page: Page) -> None:
    settled(page, "/")
    page.keyboard.press("/")
    expect(page.locator("#rail-q")).to_be_focused()
    page.keyboard.type("humanitarian")
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements?q=humanitarian")
    expect(page.locator("main")).to_contain_text("with “humanitarian”")
    found = page.locator("mark.found").first
    expect(found).to_have_text("humanitarian")
    # A mark taken out of the line of its sentence hides what is quoted.
    expect(found).to_have_css("position", "static")


def test_the_search_counts_what_it_finds_and_arrows_lead_into_it(page: Page) -> None:
    settled(page, "/")
    page.keyboard.press("/")
    page.keyboard.type("refugees")
    found = page.locator("#shell-found")
    expect(found).to_contain_text("statements")
    expect(found).to_contain_text("South Korea")
    page.keyboard.press("ArrowDown")
    expect(found.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(found).to_be_hidden()


def test_the_small_plotly_is_the_one_that_is_fetched(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    settled(page, MAIN)
    page.wait_for_selector(".points path")
    assert any("vendor/plotly-basic.min.js" in url for url in asked)
    assert not any("package_data/plotly" in url for url in asked)


def test_links_move_without_loading_the_page_anew(page: Page) -> None:
    settled(page, "/")
    page.evaluate("window.isTheSame = true")
    page.get_by_role("link", name="About", exact=True).click()
    expect(page.get_by_role("heading", name="About Stance")).to_be_visible()
    assert page.evaluate("window.isTheSame")
    page.go_back()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_the_skip_link_comes_first(page: Page) -> None:
    settled(page, "/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()


def test_an_unknown_page_says_so_in_our_look(page: Page) -> None:
    answer = page.goto("/nothing")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("alert")).to_contain_text("There is no page")


def test_a_file_is_checked_loaded_and_undone(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text(
        "date,actor,issue,text\n"
        f"2025-01-02,China,{ISSUE},new words in the spirit of humanity\n"
        f"17 sometime,China,{ISSUE},no date at all\n",
        encoding="utf-8",
    )
    settled(page, "/load")
    with page.expect_file_chooser() as choosing:
        page.click("#load-choose")
    choosing.value.set_files(file)
    report = page.locator("#load-report")
    expect(report).to_contain_text("1 row cannot be loaded")
    expect(report.locator(".wrong-cell")).to_contain_text("17 sometime")
    page.get_by_label("Leave them out and load the others").check()
    page.click("#load-go")
    expect(report).to_contain_text("more.csv: loaded")
    report.get_by_role("button", name="Undo this load").click()
    expect(page.locator("#load-changed")).to_contain_text("1 statement removed")
    page.get_by_role("button", name="Bring back load").first.wait_for()


def test_a_codebook_is_tried_before_it_is_applied(page: Page, tmp_path: Path) -> None:
    text = (DEMO / "codebook.yaml").read_text("utf-8")
    file = tmp_path / "codebook.yaml"
    file.write_text(text.replace("humanitarian, ", "", 1), encoding="utf-8")
    settled(page, f"/codebook/{ISSUE}")
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Choose a file").click()
    choosing.value.set_files(file)
    report = page.locator("#codebook-report")
    expect(report).to_contain_text("225 statements looked at")
    expect(report.locator("tbody tr").first).to_be_visible()
    expect(page.locator("#codebook-go")).to_be_visible()


def test_the_menu_takes_the_filters_along_to_excel_too(page: Page) -> None:
    settled(page, f"/statements?issue={ISSUE}&actor=China", has_grid=True)
    file = page.locator(".view-files a.file:not(.beside)", has_text="Statements (CSV)")
    whole = f"/export/statements.csv?issue={ISSUE}&actor=China"
    expect(file).to_have_attribute("href", whole)
    excel = page.locator(".view-files a.beside[href*='statements.csv']")
    expect(excel).to_have_attribute("href", f"{whole}&excel=1")


def test_paper_is_light_though_the_screen_is_dark(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, **DARK)
    page = context.new_page()
    settled(page, f"/statement/{DENIAL}")
    words = page.locator("main blockquote").first
    expect(words).to_have_css("color", "rgb(233, 236, 239)")
    page.emulate_media(media="print")
    expect(words).to_have_css("color", "rgb(27, 36, 48)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".header")).to_be_hidden()
    context.close()


def test_a_first_visitor_is_told_once(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    settled(page, MAIN)
    page.click("#hint-read")
    page.reload()
    page.wait_for_selector(".points path")
    expect(page.locator("#timeline-hint")).to_be_hidden()
    context.close()


def test_chosen_rows_are_saved_as_a_file(page: Page) -> None:
    settled(page, f"/statements?issue={ISSUE}", has_grid=True)
    boxes = page.locator("#statements-grid .ag-row .ag-checkbox-input")
    boxes.nth(0).check()
    boxes.nth(1).check()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save 2 chosen rows").click()
    lines = saving.value.path().read_text("utf-8").splitlines()
    assert lines[0].startswith("date,actor,issue")
    assert len(lines) == 3


def enter(page: Page, place: Locator) -> None:
    """Press Enter where the keyboard stands for certain."""
    # What is drawn anew just then loses the keyboard: it is put there until it stays.
    for _ in range(10):
        place.focus()
        with suppress(AssertionError):
            expect(place).to_be_focused(timeout=PATIENCE_MS / 10)
            break
    expect(place).to_be_focused()
    page.keyboard.press("Enter")


def into_the_rows(page: Page) -> None:
    """Walk by keys from the heading of the dates to the first of them."""
    # The grid keeps the keyboard on a cell that is drawn anew if keys led there.
    heading = page.locator("#statements-grid .ag-header-cell[col-id=date]")
    heading.focus()
    expect(heading).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('#statements-grid [row-index="0"] [col-id=date]')).to_be_focused()


def test_load_filter_read_and_export_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "keys.csv"
    row = f"2025-02-03,China,{ISSUE},handled in a humanitarian spirit by keyboard"
    file.write_text(f"date,actor,issue,text\n{row}\n", encoding="utf-8")
    settled(page, "/load")
    with page.expect_file_chooser() as choosing:
        enter(page, page.locator("#load-choose"))
    choosing.value.set_files(file)
    expect(page.locator("#load-go")).to_be_visible()
    # The file is judged once more when its columns are settled: the button is then a new one.
    complete(page)
    enter(page, page.locator("#load-go"))
    enter(page, page.get_by_role("link", name="See the statements"))
    page.wait_for_url("**/statements?batch=**")
    into_the_rows(page)
    page.keyboard.press("Enter")
    expect(page.locator("#shell-aside blockquote")).to_contain_text("by keyboard")
    page.keyboard.press("Escape")
    expect(page.locator("#shell-aside")).to_be_hidden()
    enter(page, page.locator("summary", has_text="Download"))
    with page.expect_download() as saving:
        enter(page, page.locator("a.file", has_text="Statements (CSV)").first)
    assert "by keyboard" in saving.value.path().read_text("utf-8")
    settled(page, "/load")
    enter(page, page.get_by_role("button", name="Undo load").first)
    expect(page.locator("#load-changed")).to_contain_text("1 statement removed")
