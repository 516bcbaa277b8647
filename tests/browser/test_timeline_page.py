"""The timeline in a browser: painted marks, the statement behind one, filters, back, table."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.opening import complete, settled
from tests.dashboard.demo import DENIAL, ISSUE, MAIN

DOTS = "#timeline-graph .scatterlayer .points path"


def shown(page: Page, address: str) -> None:
    settled(page, address)
    page.wait_for_selector(DOTS)
    # The strip of tested shifts comes second and makes the figure higher: dots move with it.
    page.wait_for_selector("#timeline-tested > *", state="attached")
    complete(page)


# What opens or closes beside the figure moves its dots, until it is drawn as wide as its place.
_AS_WIDE_AS_ITS_PLACE = """() => {
    const place = document.querySelector("#timeline-graph");
    const drawn = place.querySelector(".main-svg");
    return drawn && !document.getAnimations().some((one) => one instanceof CSSTransition)
        && Math.abs(drawn.getBoundingClientRect().width - place.clientWidth) < 2;
}"""


def point_at(page: Page, place: int) -> tuple[float, float]:
    """Move the mouse to a dot as a hand does, and wait for its card."""
    dot = page.locator(DOTS).nth(place)
    for _ in range(20):
        page.wait_for_function(_AS_WIDE_AS_ITS_PLACE)
        box = dot.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x - 60, y + 200)
        page.mouse.move(x, y, steps=8)
        # What is laid over comes later, and may move the dot under the hand: then it moves again.
        with suppress(AssertionError):
            expect(page.locator("#shell-card")).to_be_visible(timeout=5_000)
            if dot.bounding_box() == box:
                return x, y
    pytest.fail("the dot never came to rest")


def test_the_card_stands_at_the_dot_that_it_speaks_of(page: Page) -> None:
    shown(page, MAIN)
    x, y = point_at(page, 40)
    script = """([x, y]) => {
        const card = document.querySelector("#shell-card").getBoundingClientRect();
        const away = Math.min(Math.abs(card.top - y), Math.abs(card.bottom - y));
        return card.left < x && x < card.right && away < 40;
    }"""
    page.wait_for_function(script, arg=[x, y])


def draws(page: Page, n_statements: int) -> None:
    """Wait until dots of so many different statements are drawn."""
    script = """(wanted) => {
        const traces = document.querySelector('#timeline-graph .js-plotly-plot').data;
        const dots = traces.filter((trace) => trace.mode === 'markers');
        return wanted === new Set(dots.flatMap((trace) => trace.customdata)
            .filter((one) => one[0] === 'statement').map((one) => one[1])).size;
    }"""
    page.wait_for_function(script, arg=n_statements)


def test_an_unfolded_citation_stays_open_under_the_next_figure(page: Page) -> None:
    shown(page, MAIN)
    printed = page.locator("#timeline-source code")
    first = printed.text_content() or ""
    page.locator("#timeline-card").get_by_text("Cite this").click()
    copy = page.locator("#timeline-card").get_by_role("button", name="Copy citation")
    expect(copy).to_be_visible()
    page.locator("#rail-voice").get_by_text("Both").click()
    expect(printed).not_to_have_text(first)
    expect(copy).to_be_visible()


def test_marks_are_really_painted(page: Page) -> None:
    shown(page, MAIN)
    boxes = page.locator(DOTS).evaluate_all(
        "(dots) => dots.map((dot) => dot.getBoundingClientRect()).map((box) => box.width)"
    )
    assert len(boxes) > 200
    assert min(boxes) > 2


def test_every_statement_is_drawn(page: Page) -> None:
    shown(page, MAIN)
    draws(page, 109)


def test_an_issue_opens_at_its_main_view(page: Page) -> None:
    shown(page, f"/issue/{ISSUE}")
    assert page.url.endswith(MAIN)
    expect(page.locator("#timeline-title")).to_contain_text("69")


def test_a_click_on_a_dot_shows_the_words_and_the_source(page: Page) -> None:
    shown(page, MAIN)
    page.mouse.click(*point_at(page, 0))
    aside = page.locator("#shell-aside")
    expect(aside.locator("blockquote").first).not_to_be_empty()
    expect(aside).to_contain_text("Source")
    assert "statement=" in page.url


def test_a_dot_whose_statement_was_closed_opens_it_again(page: Page) -> None:
    shown(page, MAIN)
    for _ in range(5):
        page.mouse.click(*point_at(page, 0))
        expect(page.locator("#shell-aside blockquote").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#shell-aside")).not_to_be_visible()


def test_a_press_counts_though_the_figure_is_drawn_anew_before_it_ends(page: Page) -> None:
    shown(page, MAIN)
    point_at(page, 0)
    page.mouse.down()
    page.evaluate("Plotly.Plots.resize(document.querySelector('#timeline-graph .js-plotly-plot'))")
    page.mouse.up()
    expect(page.locator("#shell-aside blockquote").first).to_be_visible()


def test_a_filter_chosen_before_the_choices_are_counted_holds(page: Page) -> None:
    counted: list[Route] = []
    page.route(re.compile("_dash-update-component"), lambda route: hold_counts(route, counted))
    page.goto(MAIN)
    page.wait_for_selector(DOTS)
    page.locator("#rail-voice").get_by_text("Both").click()
    expect(page.locator("#timeline-lead")).to_contain_text("131 statements")
    page.wait_for_url(re.compile(r"\?actor=China$"))
    assert counted


def hold_counts(route: Route, held: list[Route]) -> None:
    """Let all be answered but the counts beside the choices, which are kept back."""
    asked = route.request.post_data_json or {}
    if "shell-rail.data" in asked["output"]:
        held.append(route)
    else:
        route.continue_()


def test_two_filters_chosen_at_once_both_hold(page: Page) -> None:
    shown(page, MAIN)
    page.locator("#rail-voice").get_by_text("Both").click()
    page.locator("#timeline-view").get_by_text("Table").click()
    page.wait_for_url(re.compile(r"\?actor=China&view=table$"))
    expect(page.locator("#timeline-lead")).to_contain_text("131 statements")
    expect(page.locator("#timeline-table")).to_be_visible()


def test_a_statement_in_the_address_is_open_and_its_wording_marked(page: Page) -> None:
    shown(page, f"{MAIN}&statement={DENIAL}")
    marks = page.locator("#shell-aside mark.coded")
    expect(marks.first).to_be_visible()
    expect(page.locator(".chosen circle").first).to_be_attached()


def test_next_and_previous_walk_through_the_statements(page: Page) -> None:
    shown(page, f"{MAIN}&statement={DENIAL}")
    page.click("#aside-next")
    page.wait_for_url(lambda url: DENIAL not in url)
    expect(page.locator("#aside-place")).to_contain_text("of 109")
    page.click("#aside-previous")
    page.wait_for_url(f"**statement={DENIAL}")


def test_escape_closes_the_statement(page: Page) -> None:
    shown(page, f"{MAIN}&statement={DENIAL}")
    expect(page.locator("#shell-aside mark.coded").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shell-aside")).not_to_be_visible()
    assert "statement" not in page.url


def test_pointing_at_a_dot_ties_the_statement_together(page: Page) -> None:
    shown(page, MAIN)
    point_at(page, 0)
    expect(page.locator(".tie circle").first).to_be_attached()


def test_a_filter_changes_address_and_chart_and_back_restores_both(page: Page) -> None:
    shown(page, MAIN)
    page.locator("#rail-voice").get_by_text("Both").click()
    page.wait_for_url(re.compile(r"^(?!.*voice=own)"))
    expect(page.locator("#timeline-lead")).to_contain_text("131 statements")
    draws(page, 131)
    page.go_back()
    expect(page.locator("#timeline-lead")).to_contain_text("109 statements")
    assert page.url.endswith(MAIN)
    page.go_forward()
    expect(page.locator("#timeline-lead")).to_contain_text("131 statements")


def test_a_choice_from_a_list_filters(page: Page) -> None:
    shown(page, MAIN)
    page.click("#rail-language")
    page.get_by_role("option", name="Korean").click()
    page.wait_for_url("**language=ko**")
    expect(page.locator("#timeline-lead")).not_to_contain_text("109 statements")


def test_clear_all_leaves_the_issue_alone(page: Page) -> None:
    shown(page, MAIN)
    page.click("#rail-clear")
    expect(page.locator("#timeline-lead")).to_contain_text("225 statements")


def test_the_table_has_as_many_rows_as_statements_are_drawn(page: Page) -> None:
    shown(page, MAIN)
    page.locator("#timeline-view").get_by_text("Table").click()
    page.wait_for_url("**view=table**")
    grid = page.locator("#timeline-grid [role=grid], #timeline-grid [role=treegrid]").first
    expect(grid).to_have_attribute("aria-rowcount", "110")


def test_a_row_opens_its_statement(page: Page) -> None:
    page.goto(f"{MAIN}&view=table")
    page.locator("#timeline-grid .ag-row .ag-cell").first.click()
    page.wait_for_url("**statement=**")
    expect(page.locator("#shell-aside blockquote").first).to_be_visible()


def test_the_chart_can_be_saved_as_a_picture(page: Page) -> None:
    shown(page, MAIN)
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as saving:
        page.click("#file-svg")
    assert saving.value.suggested_filename == f"stance-{ISSUE}.svg"
    assert "69" in saving.value.path().read_text("utf-8")


def test_downloads_carry_the_filters(page: Page) -> None:
    shown(page, MAIN)
    page.locator("summary", has_text="Download").click()
    link = page.locator("a.file").first
    expect(link).to_have_attribute("href", re.compile("actor=China"))
    expect(link).to_have_attribute("href", re.compile(f"issue={ISSUE}"))


def test_a_shift_is_a_painted_band_whose_label_leads_to_its_page(page: Page) -> None:
    page.goto(f"/issue/{ISSUE}?actor=South+Korea&voice=own")
    label = page.locator("#timeline-graph .annotation-text-g").filter(has_text="Humanitarian ↓")
    expect(label).to_be_visible()
    bands = page.locator("#timeline-graph .shapelayer path").evaluate_all(
        "(paths) => paths.map((path) => path.getBoundingClientRect())"
        ".filter((box) => box.width > 100 && box.height > 400).length"
    )
    assert bands == 1
    label.click()
    page.wait_for_url(re.compile(r"/shift/[0-9a-f]{12}\?"))
    expect(page.locator("#shell-room h1")).to_contain_text("South Korea probably changed")


def test_shifts_are_also_a_list_of_links(page: Page) -> None:
    page.goto(f"/issue/{ISSUE}?actor=South+Korea&voice=own")
    page.locator("#timeline-tested a", has_text="Humanitarian ↓").click()
    page.wait_for_url(re.compile(r"/shift/[0-9a-f]{12}\?"))


def test_a_claim_at_the_timeline_leads_to_its_dispute(page: Page) -> None:
    shown(page, MAIN)
    page.wait_for_function(
        "() => document.querySelector('#timeline-graph .js-plotly-plot').data"
        ".some((trace) => trace.name === 'Claimed')"
    )
    # The claims stand in the strip below the lanes: the last one is far from the others.
    mark = page.locator("#timeline-graph .x2y3 .points path").nth(-1)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 60, y - 100)
    page.mouse.move(x, y, steps=8)
    expect(page.locator("#shell-card")).to_contain_text("a change")
    page.mouse.click(x, y)
    page.wait_for_url(re.compile(r"/claim"))


def test_the_card_at_a_dot_leaves_once_its_statement_is_open(page: Page) -> None:
    shown(page, MAIN)
    page.mouse.click(*point_at(page, 40))
    expect(page.locator("#shell-card")).to_be_hidden()


def test_the_card_at_a_dot_says_in_english_what_its_words_mean_and_escape_closes_it(
    page: Page,
) -> None:
    shown(page, f"/issue/{ISSUE}?actor=China&voice=own&language=ko")
    point_at(page, 3)
    expect(page.locator("#shell-card .summary")).to_contain_text(re.compile("[a-z]{3}"))
    page.keyboard.press("Escape")
    expect(page.locator("#shell-card")).to_be_hidden()
