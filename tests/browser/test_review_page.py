"""Second reports are joined and dismissed by a person, and either can be taken back."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_a_pair_is_dismissed_joined_and_taken_apart(page: Page) -> None:
    page.goto("/review")
    pairs = page.locator(".review-pair")
    expect(pairs.first).to_be_visible()
    first = pairs.first.locator("h3").first.inner_text()
    expect(pairs.first.locator("mark").first).to_be_visible()
    page.get_by_label("Your name").fill("Ann")
    page.get_by_role("button", name="Two utterances").first.click()
    expect(page.locator("#review-list")).to_contain_text("1 pair dismissed")
    page.get_by_role("button", name="Undo").click()
    expect(pairs.first.locator("h3").first).to_have_text(first)
    page.get_by_role("button", name="the first is the original").first.click()
    expect(page.locator("#review-said")).to_contain_text("is joined as a report of")
    expect(pairs.first.locator("h3").first).not_to_have_text(first)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#review-said")).to_contain_text("two utterances again")
    expect(pairs.first.locator("h3").first).to_have_text(first)
