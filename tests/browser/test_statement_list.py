"""The endless list of statements: rows come as it is scrolled, and all of it can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.held import Held, held
from tests.browser.opening import settled
from tests.dashboard.demo import ISSUE

FIRST, LAST = "1998-02", "2024-10~"
FEW = f"/statements?issue={ISSUE}&limit=10"


def test_rows_chosen_at_both_ends_of_the_list_are_saved_though_it_was_never_held_whole(
    page: Page, tmp_path: Path
) -> None:
    settled(page, FEW, has_grid=True)
    grid = page.locator("#statements-grid")
    expect(page.locator("#shell-said")).to_have_text("225 statements")
    first = grid.locator('[row-index="0"]')
    first.locator("input").first.check()
    first.locator("[col-id=date]").focus()
    page.keyboard.press("Control+End")
    last = grid.locator('[row-index="224"]')
    expect(last.locator("[col-id=date]")).to_have_text(LAST)
    expect(last.locator("[col-id=date]")).to_be_focused()
    assert grid.locator(".ag-center-cols-container .ag-row").count() < 60
    last.locator("input").first.check()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save 2 chosen rows").click()
    saving.value.save_as(tmp_path / "chosen.csv")
    lines = (tmp_path / "chosen.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [FIRST, LAST]


def test_next_leads_on_beyond_the_rows_that_were_fetched(page: Page) -> None:
    settled(page, FEW, has_grid=True)
    page.locator('#statements-grid [row-index="9"] [col-id=date]').click()
    expect(page.locator("#aside-place")).to_have_text("10 of 225")
    for place in range(11, 25):
        page.get_by_role("button", name="Next statement").click()
        expect(page.locator("#aside-place")).to_have_text(f"{place} of 225")


def cell(page: Page, row: int) -> Locator:
    return page.locator(f'#statements-grid [row-index="{row}"] [col-id=date]')


@contextmanager
def before_its_rows(page: Page) -> Iterator[Held]:
    """Show the list while its first rows are still on their way."""
    with held(page, "statements-given.data") as rows:
        page.goto(FEW)
        rows.wait()
        expect(cell(page, 3)).to_have_text("")
        yield rows


def test_a_row_that_is_clicked_before_its_words_came_is_opened_with_them(page: Page) -> None:
    with before_its_rows(page) as rows:
        cell(page, 3).click()
        rows.release()
        expect(page.locator("#aside-place")).to_have_text("4 of 225")


def test_a_button_may_be_let_go_on_the_row_that_took_the_place_of_the_pressed_one(
    page: Page,
) -> None:
    with before_its_rows(page) as rows:
        cell(page, 3).hover()
        page.mouse.down()
        rows.release()
        expect(cell(page, 3)).not_to_have_text("")
        page.mouse.up()
        expect(page.locator("#aside-place")).to_have_text("4 of 225")


def test_a_row_that_is_opened_by_key_before_its_words_came_is_opened_with_them(page: Page) -> None:
    with before_its_rows(page) as rows:
        cell(page, 2).click(button="right")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        rows.release()
        expect(page.locator("#aside-place")).to_have_text("4 of 225")
        expect(cell(page, 3)).to_be_focused()


def test_next_may_be_pressed_faster_than_rows_come(page: Page) -> None:
    with before_its_rows(page) as rows:
        rows.release()
        cell(page, 9).click()
        expect(page.locator("#aside-place")).to_have_text("10 of 225")
        following = page.get_by_role("button", name="Next statement")
        following.click()
        following.click()
        following.click()
        rows.release()
        expect(page.locator("#aside-place")).to_have_text("13 of 225")


def test_the_heading_of_the_date_turns_the_list_round_and_says_so_in_the_address(
    page: Page,
) -> None:
    settled(page, f"/statements?issue={ISSUE}", has_grid=True)
    page.locator("#statements-grid .ag-header-cell[col-id=date]").click()
    page.wait_for_url("**order=newest**")
    newest = page.locator('#statements-grid [row-index="0"] [col-id=date]')
    expect(newest).to_have_text(LAST)
    page.go_back()
    expect(newest).to_have_text(FIRST)


def test_rows_that_cannot_be_fetched_are_no_endless_waiting(page: Page) -> None:
    settled(page, FEW, has_grid=True)
    page.evaluate("window.dash_clientside.set_props('statements-length', { data: 'long' })")
    page.locator('#statements-grid [row-index="0"] [col-id=date]').focus()
    page.keyboard.press("Control+End")
    expect(page.locator("#statements-said")).to_contain_text("could not be fetched")


def test_a_click_that_is_told_after_the_rows_came_still_opens_its_row(page: Page) -> None:
    settled(page, FEW, has_grid=True)
    expect(cell(page, 3)).not_to_have_text("")
    # Dash tells of a click with the row as it was: empty, though its words stand there by now.
    page.evaluate("dash_clientside.stance.pickRow({ rowIndex: 3 })")
    expect(page.locator("#aside-place")).to_have_text("4 of 225")
