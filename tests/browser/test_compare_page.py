"""Comparing in a browser: panels painted, spans changed in the address, evidence one click away."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.dashboard.demo import ISSUE

ACTORS = f"/compare?issue={ISSUE}&actor=China&actor=UNHCR&voice=own"
SPANS = f"/compare?issue={ISSUE}&actor=China&voice=own&split=2003-06-17"
DOTS = "#compare-graph .scatterlayer .points path"


def test_panels_are_painted_and_leave_the_timeline_alone(page: Page) -> None:
    page.goto(ACTORS)
    page.wait_for_selector(DOTS)
    assert page.locator(DOTS).count() > 100
    expect(page.locator("#compare-title")).to_contain_text("China in")
    page.get_by_role("link", name="Timeline", exact=True).first.click()
    page.wait_for_url(f"**/issue/{ISSUE}?actor=China&voice=own")
    expect(page.locator("#timeline-title")).to_contain_text("China")


def test_a_filter_keeps_the_other_side_in_the_address(page: Page) -> None:
    page.goto(SPANS)
    expect(page.locator("#compare-title")).to_contain_text("utterances, then")
    page.locator("#rail-voice").get_by_text("Both").click()
    page.wait_for_url(re.compile("split=2003-06-17"))
    expect(page.locator("#compare-lead")).to_contain_text("in both voices")


def test_other_spans_are_typed_and_stand_in_the_address(page: Page) -> None:
    page.goto(SPANS)
    expect(page.locator("#compare-from-2")).to_have_value("2003-06-17")
    page.fill("#compare-from-2", "2012")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("against.from=2012"))
    expect(page.locator("#compare-lead")).to_contain_text("from 2012-01-01")
    page.go_back()
    expect(page.locator("#compare-lead")).to_contain_text("from 2003-06-17")


def test_counts_lead_to_their_statements(page: Page) -> None:
    page.goto(SPANS)
    page.locator("#compare-below tbody a").first.click()
    page.wait_for_url("**/statements?**frame=illegal_migration**")
    expect(page.locator("main")).to_contain_text("in 13 utterances")
