"""Find the issue that a name means, or the issues it resembles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from stance.errors import listed
from stance.records import folded
from stance.records.text_search import slug
from stance.store import Reading
from stance.store.counts import IssueSummary

_MOST_NEAR = 3
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class UnderstoodIssue:
    """How a typed name is understood: the issue it means, else those it may mean."""

    issue: IssueSummary | None
    near: tuple[IssueSummary, ...] = ()


def read_issue(issues: Sequence[IssueSummary], name: str) -> UnderstoodIssue:
    """Say which of the issues a typed name means; look-alikes are offered, never taken."""
    sought = name.strip()
    by_id = {issue.slug: issue for issue in issues}
    if sought in by_id:
        return UnderstoodIssue(by_id[sought])
    meant = [
        issue
        for issue in issues
        if slug(sought) == issue.slug or folded(issue.title) == folded(sought)
    ]
    if len(meant) == 1:
        return UnderstoodIssue(meant[0])
    return UnderstoodIssue(None, tuple(meant) or _near(issues, (sought,)))


def called(store: Reading) -> dict[str, IssueSummary]:
    """Return each issue by what to call it: its title, or its id where that is not enough."""
    issues = store.issues()
    return dict(zip(_names(issues, issues), issues, strict=True))


def name_of(store: Reading, id_: str) -> str:
    """Return what to call the issue with this id; the id itself where there is none."""
    return next((name for name, issue in called(store).items() if issue.slug == id_), id_)


def problem_of(store: Reading, name: str) -> str:
    """Say why a name is not taken for a new issue unasked; empty where it may be."""
    issues = store.issues()
    reading = read_issue(issues, name)
    # The first issue of a store can be confused with nothing.
    if reading.issue is not None or not issues:
        return ""
    unknown = f"no issue is called {name.strip()!r} yet."
    if reading.near:
        near = listed(_names(issues, reading.near))
        return f"{unknown} Did you mean {near}? If not, say that this is a new issue."
    return f"{unknown} Make a new issue? Then say that this is a new issue."


def new_issue_notes(known: Sequence[IssueSummary], brought: Mapping[str, str]) -> list[str]:
    """Say which issues of a file (titles by id) are new, and which known ones they resemble."""
    ids = {issue.slug for issue in known}
    new = {id_: _near(known, (id_, title)) for id_, title in brought.items() if id_ not in ids}
    alone = [repr(id_) for id_, near in new.items() if not near]
    alike = [
        f"New issue {id_!r}; {near[0].title} has the id {near[0].slug}: write that to add to it."
        for id_, near in new.items()
        if near
    ]
    if len(alike) > _MOST_TOLD:
        left = len(alike) - _MOST_TOLD
        alike[_MOST_TOLD:] = [f"{left} more new issues have names that resemble known ones."]
    what = "New issue" if len(alone) == 1 else "New issues:"
    return [*alike, *([f"{what} {listed(alone)}."] if alone else [])]


def _names(issues: Sequence[IssueSummary], of: Iterable[IssueSummary]) -> list[str]:
    """Call issues by their titles, and by the id where a title leads elsewhere or nowhere."""
    titles = Counter(folded(issue.title) for issue in issues)
    ids = {issue.slug for issue in issues}
    return [
        issue.title
        if titles[folded(issue.title)] == 1 and slug(issue.title) not in ids - {issue.slug}
        else issue.slug
        for issue in of
    ]


def _near(issues: Iterable[IssueSummary], names: Iterable[str]) -> tuple[IssueSummary, ...]:
    """Find issues whose title or id resembles one of these names."""
    by_name = {
        _compared(name): issue for issue in issues for name in (issue.slug, issue.title) if name
    }
    found = (
        by_name[one]
        for name in names
        for one in get_close_matches(_compared(name), by_name, n=2 * _MOST_NEAR)
    )
    unique = {issue.slug: issue for issue in found}
    return tuple(unique.values())[:_MOST_NEAR]


def _compared(name: str) -> str:
    return slug(name).replace("-", " ")
