"""One statement by hand, in a browser: typed, coded, edited, its history, the bin, and back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.opening import settled
from tests.dashboard.demo import ISSUE


def test_a_statement_is_typed_coded_edited_discarded_and_brought_back(page: Page) -> None:
    settled(page, f"/statements/new?issue={ISSUE}")
    page.locator("#field-date").fill("2025-06")
    expect(page.locator("#reading-date")).to_have_text("Read as June 2025, day unknown.")
    page.locator("#field-actor").fill("Chinna")
    page.locator("#reading-actor").get_by_role("button", name="China").first.click()
    expect(page.locator("#field-actor")).to_have_value("China")
    page.locator("#field-text").fill("They were handled in a humanitarian spirit, as typed.")
    page.get_by_role("button", name="Store the statement").click()
    expect(page.locator(".mantine-InputWrapper-error")).to_contain_text(["Give your name"])
    page.locator("#person-name").fill("Ann")
    page.get_by_role("button", name="Store the statement").click()
    page.wait_for_url("**/statement/**")
    expect(page.locator(".last-deed")).to_contain_text("Typed by Ann")
    expect(page.locator("#statement-body mark").first).to_contain_text("humanitarian")
    expect(page.locator("#person-name")).to_have_value("Ann")

    page.locator("summary", has_text="Code it").click()
    page.get_by_label("Illegal migration").check()
    page.click("#code-save")
    expect(page.locator(".last-deed")).to_contain_text("Coded by Ann")

    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-text").fill("They were handled in a humane spirit, as typed.")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator(".last-deed")).to_contain_text("Edited by Ann")
    page.locator("summary", has_text="History").click()
    expect(page.locator(".history del")).to_contain_text(["humanitarian"])
    page.get_by_role("button", name="Restore this state").last.click()
    expect(page.locator("blockquote").first).to_contain_text("humanitarian spirit")

    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#statement-body")).to_contain_text("is in the bin")
    page.get_by_role("link", name="The bin").click()
    expect(page.locator("#bin-list")).to_contain_text("Discarded by Ann")
    page.get_by_role("button", name="Bring back").first.click()
    page.get_by_role("link", name="See it.").click()
    expect(page.locator("#statement-body mark").first).to_contain_text("humanitarian")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#statement-body")).to_contain_text("is in the bin")
