"""Walks the imports of the house and holds the order of its rooms (docs/decisions/rooms.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("stance/**/*.py"), *ROOT.glob("db/**/*.py")])

FLOORS = (
    {"phrases"},
    {"errors"},
    {"records"},
    {"filters", "settings"},
    {"store"},
    {"analysis"},
    {"figures", "files"},
    {"answers"},
    {"loading"},
    {"editing"},
    {"commands", "web", "dashboard"},
)
"""From the ground up: a room sees its own files and the floors below, not the rooms beside it."""

FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
DB_SEES = {"records", "errors", "store"}
DATABASES = {"db", "sqlalchemy", "alembic", "psycopg"}
WEB = {"dash", "flask", "dash_mantine_components", "dash_ag_grid", "waitress"}
PURE = {"analysis", "figures"}
PURE_NEVER = WEB | {"os", "pathlib", "plotly"}
ALONE = "stance.files.sheets"
"""The child process that reads workbooks imports nothing else of the house."""

MOST_LOOSE_FILES = 6


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str:
    """Return the room of a module of the house, empty for the package itself and for others."""
    parts = name.split(".")
    return parts[1] if parts[0] == "stance" and len(parts) > 1 and parts[1] in FLOOR_OF else ""


def broken(path: Path) -> list[str]:
    """The imports of a file that point up, sideways, or to where it must not look."""
    here = module(path)
    return sorted({name for name in imported(path) if is_broken(here, name)})


def is_broken(here: str, name: str) -> bool:
    package, room, seen = name.split(".", maxsplit=1)[0], room_of(here), room_of(name)
    if here.split(".", maxsplit=1)[0] == "db":
        return bool(seen) and seen not in DB_SEES
    if package in DATABASES:
        return True
    if package in (PURE_NEVER if room in PURE else set()):
        return True
    if package in WEB and FLOOR_OF.get(room, 0) < len(FLOORS) - 1:
        return True
    if here.startswith(ALONE) and package == "stance":
        return not name.startswith(ALONE)
    return bool(seen) and seen != room and FLOOR_OF[seen] >= FLOOR_OF.get(room, 0)


@pytest.mark.parametrize("path", FILES, ids=module)
def test_every_arrow_points_down(path: Path) -> None:
    assert broken(path) == []


@pytest.mark.parametrize(
    ("here", "name"),
    [
        ("db.store", "stance.answers.timeline"),
        ("db.store", "stance.filters.parse_query"),
        ("stance.answers.timeline", "db.store.open_store"),
        ("stance.analysis.series", "pathlib.Path"),
        ("stance.figures.timeline", "dash.Dash"),
        ("stance.files.reading.rows", "stance.dashboard.build"),
        ("stance.files.reading.rows", "stance.figures.palette"),
        ("stance.records.statements", "stance.analysis.series"),
        ("stance.loading.files", "stance.editing.statements"),
        ("stance.dashboard.build", "stance.web.guard"),
        ("stance.files.sheets.child", "stance.records.Statement"),
    ],
)
def test_an_arrow_that_points_up_is_seen(here: str, name: str) -> None:
    assert is_broken(here, name)


def test_every_room_has_its_floor() -> None:
    found = {path.stem for path in (ROOT / "stance").iterdir() if not path.stem.startswith("_")}
    assert found == set(FLOOR_OF)


def test_few_files_stand_outside_the_rooms() -> None:
    assert len(list((ROOT / "stance").glob("*.py"))) <= MOST_LOOSE_FILES


DASHBOARD = ("parts", "frame", "pages")
"""The rooms of the dashboard from the ground up: what pages share stands below every page."""


@pytest.mark.parametrize("room", DASHBOARD)
def test_the_rooms_of_the_dashboard_look_down_only(room: str) -> None:
    above = tuple(f"stance.dashboard.{one}" for one in DASHBOARD[DASHBOARD.index(room) + 1 :])
    files = sorted((ROOT / "stance" / "dashboard" / room).rglob("*.py"))
    assert files
    seen = {
        module(path): [one for one in imported(path) if one.startswith(above)] for path in files
    }
    assert {here: names for here, names in seen.items() if names} == {}


PAGES = sorted((ROOT / "stance" / "dashboard" / "pages").rglob("*.py"))


def folder_of(name: str) -> list[str]:
    """Return the folder of a page's module, below the pages."""
    return name.removeprefix("stance.dashboard.pages").strip(".").split(".")[:1]


@pytest.mark.parametrize("path", [one for one in PAGES if one.parent.stem != "pages"], ids=module)
def test_a_page_borrows_nothing_from_another_page(path: Path) -> None:
    seen = [name for name in imported(path) if name.startswith("stance.dashboard.pages")]
    assert [name for name in seen if folder_of(name) != folder_of(module(path))] == []


@pytest.mark.parametrize("path", PAGES, ids=module)
def test_a_page_attaches_its_callbacks_by_name(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "@app.callback" not in source
    assert "no_update" not in source
