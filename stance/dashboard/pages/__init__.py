"""One file a page, and the table that names them all."""

from __future__ import annotations

from functools import partial

from stance.dashboard.frame.page import Page
from stance.dashboard.pages import about, review, statements, trash
from stance.dashboard.pages.claims import one_claim
from stance.dashboard.pages.claims import page as claims
from stance.dashboard.pages.codebook import change as codebook_change
from stance.dashboard.pages.codebook import page as codebook
from stance.dashboard.pages.compare import page as compare
from stance.dashboard.pages.load import page as load
from stance.dashboard.pages.overview import page as overview
from stance.dashboard.pages.overview import recent_shifts
from stance.dashboard.pages.shifts import one_shift
from stance.dashboard.pages.shifts import page as shifts
from stance.dashboard.pages.statement import edit, new
from stance.dashboard.pages.statement import page as statement
from stance.dashboard.pages.timeline import page as timeline
from stance.dashboard.pages.wordings import page as wordings
from stance.dashboard.parts.uploads import Uploads


def pages_of(uploads: Uploads | None) -> tuple[Page, ...]:
    """Return every page; a new one is a file beside these and a line here."""
    change = partial(codebook_change.register, uploads=uploads)
    loading = partial(load.register, uploads=uploads)
    staying = partial(Page, stays=True, has_rail=True)
    filtered = partial(Page, has_rail=True)
    return (
        Page("overview", "/", "Overview", overview.layout, recent_shifts.register),
        staying("timeline", "/issue/{issue}", "Timeline", timeline.layout, timeline.register),
        filtered("wordings", "/issue/{issue}/wordings", "Wordings", wordings.layout),
        filtered("shifts", "/issue/{issue}/shifts", "Shifts", shifts.layout),
        Page("shift", "/issue/{issue}/shift/{shift}", "Shift", one_shift.layout),
        Page("claims", "/issue/{issue}/claims", "Claims", claims.layout),
        Page("claim", "/claim/{claim}", "Claim", one_claim.layout),
        staying("compare", "/compare", "Compare", compare.layout, compare.register),
        filtered("statements", "/statements", "Statements", statements.layout, statements.register),
        Page("new_statement", "/statements/new", "New statement", new.layout, new.register),
        # Before the statement's own page, whose name takes in all that follows.
        Page("edit_statement", "/statement/{statement}/edit", "Edit", edit.layout, edit.register),
        Page(
            "statement", "/statement/{statement}", "Statement", statement.layout, statement.register
        ),
        Page("codebook", "/codebook/{issue}", "Codebook", codebook.layout, change),
        Page("load", "/load", "Load", load.layout, loading),
        Page("review", "/review", "Review", review.layout, review.register),
        Page("bin", "/bin", "Bin", trash.layout, trash.register),
        Page("about", "/about", "About", about.layout),
    )
