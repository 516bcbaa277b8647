"""One file a page, and the table that names them all."""

from __future__ import annotations

from functools import partial

from stance.dashboard.frame.page import Page
from stance.dashboard.pages import about, review, statements, trash
from stance.dashboard.pages.claims import one_claim
from stance.dashboard.pages.claims import page as claims
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
    return (
        Page("overview", "/", "Overview", overview.layout, recent_shifts.register),
        *_of_an_issue(),
        *_of_statements(),
        Page(
            "codebook",
            "/codebook/{}",
            "Codebook",
            codebook.layout,
            partial(codebook.register, uploads=uploads),
            names="issue",
        ),
        Page("load", "/load", "Load", load.layout, partial(load.register, uploads=uploads)),
        Page("review", "/review", "Review", review.layout, review.register),
        Page("bin", "/bin", "Bin", trash.layout, trash.register),
        Page("about", "/about", "About", about.layout),
    )


def _of_an_issue() -> tuple[Page, ...]:
    return (
        Page(
            "timeline",
            "/issue/{}",
            "Timeline",
            timeline.layout,
            timeline.register,
            stays=True,
            has_rail=True,
            names="issue",
        ),
        Page(
            "wordings",
            "/issue/{}/wordings",
            "Wordings",
            wordings.layout,
            has_rail=True,
            names="issue",
        ),
        Page("shifts", "/issue/{}/shifts", "Shifts", shifts.layout, has_rail=True, names="issue"),
        Page("shift", "/issue/{}/shift/{}", "Shift", one_shift.layout, names="shift"),
        Page("claims", "/issue/{}/claims", "Claims", claims.layout, names="issue"),
        Page("claim", "/claim/{}", "Claim", one_claim.layout, names="claim"),
        Page(
            "compare",
            "/compare",
            "Compare",
            compare.layout,
            compare.register,
            stays=True,
            has_rail=True,
        ),
    )


def _of_statements() -> tuple[Page, ...]:
    return (
        Page(
            "statements",
            "/statements",
            "Statements",
            statements.layout,
            statements.register,
            has_rail=True,
        ),
        Page("new_statement", "/statements/new", "New statement", new.layout, new.register),
        # Before the statement's own page, whose name takes in all that follows.
        Page(
            "edit_statement",
            "/statement/{}/edit",
            "Edit",
            edit.layout,
            edit.register,
            names="statement",
        ),
        Page(
            "statement",
            "/statement/{}",
            "Statement",
            statement.layout,
            statement.register,
            names="statement",
        ),
    )
