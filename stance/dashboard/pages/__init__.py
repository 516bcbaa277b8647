"""One file a page, and the table that names them all."""

from __future__ import annotations

from functools import partial

from stance.dashboard import changed_view
from stance.dashboard.page import Page
from stance.dashboard.pages import (
    about,
    claim,
    claims,
    codebook,
    compare,
    discarded,
    edit_statement,
    load,
    new_statement,
    overview,
    review,
    shift,
    shifts,
    statement,
    statements,
    timeline,
    wordings,
)
from stance.dashboard.uploads import Uploads


def pages_of(uploads: Uploads | None) -> tuple[Page, ...]:
    """Return every page; a new one is a file beside these and a line here."""
    return (
        Page("overview", "/", "Overview", overview.layout, changed_view.register),
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
        Page("bin", "/bin", "Bin", discarded.layout, discarded.register),
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
        Page(
            "shifts",
            "/issue/{}/shifts",
            "Shifts",
            shifts.layout,
            has_rail=True,
            names="issue",
        ),
        Page("shift", "/issue/{}/shift/{}", "Shift", shift.layout, names="shift"),
        Page("claims", "/issue/{}/claims", "Claims", claims.layout, names="issue"),
        Page("claim", "/claim/{}", "Claim", claim.layout, names="claim"),
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
        Page(
            "new_statement",
            "/statements/new",
            "New statement",
            new_statement.layout,
            new_statement.register,
        ),
        # Before the statement's own page, whose name takes in all that follows.
        Page(
            "edit_statement",
            "/statement/{}/edit",
            "Edit",
            edit_statement.layout,
            edit_statement.register,
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
