"""Walks the imports of the house and holds the arrows of docs/decisions/layers.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("stance/**/*.py"), *ROOT.glob("db/**/*.py")])

SHARED = ("stance.records", "stance.dates", "stance.errors", "stance.store", "stance.history")
BASE = (*SHARED, "stance.slugs", "stance.whole")
DB_SEES = (*SHARED, "stance.whole", "stance.utterances")
WEB = ("dash", "flask", "dash_mantine_components", "dash_ag_grid", "waitress")
PURE_NEVER = (*WEB, "sqlalchemy", "os", "pathlib", "alembic", "psycopg", "plotly")
LOWER = (
    "stance.analysis",
    "stance.figures",
    "stance.importers",
    "stance.exporters",
    "stance.loading",
    "stance.relations",
    "stance.revising",
)
SHEETS = ("stance.sheets",)
UPPER = ("stance.dashboard", "stance.api", "stance.cli", "stance.commands")


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def broken(path: Path) -> list[str]:
    """The imports of a file that point up, or to where it must not look."""
    here = module(path)
    return sorted({name for name in imported(path) if _is_broken(here, name)})


def _is_broken(here: str, name: str) -> bool:
    if within(here, ("db",)):
        return within(name, ("stance",)) and name != "stance" and not _seen_by_db(name)
    if within(name, ("db", "sqlalchemy", "alembic", "psycopg")):
        return True
    if within(here, ("stance.analysis", "stance.figures")) and within(name, PURE_NEVER):
        return True
    if within(here, SHEETS) and within(name, ("stance",)) and not within(name, SHEETS):
        return True
    if not within(here, UPPER) and within(name, (*UPPER, *WEB)):
        return True
    looks_up = within(here, LOWER) and within(name, ("stance.services",))
    return looks_up or (within(here, BASE) and within(name, LOWER))


def _seen_by_db(name: str) -> bool:
    return within(name, DB_SEES)


@pytest.mark.parametrize("path", FILES, ids=module)
def test_every_arrow_points_down(path: Path) -> None:
    assert broken(path) == []


@pytest.mark.parametrize(
    ("here", "name"),
    [
        ("db.store", "stance.services"),
        ("stance.services", "db.store"),
        ("stance.analysis.series", "pathlib"),
        ("stance.figures.timeline", "dash"),
        ("stance.importers.rows", "stance.dashboard.build"),
        ("stance.records", "stance.analysis.series"),
        ("stance.loading", "stance.services"),
        ("stance.sheets.child", "stance.records"),
    ],
)
def test_an_arrow_that_points_up_is_seen(here: str, name: str) -> None:
    assert _is_broken(here, name)
