"""What the product has stands in docs/reference.md; what the docs name is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from stance.answers.tables import EXPORTS
from stance.commands.cli import House, make_cli
from stance.dashboard.pages import pages_of
from stance.filters import FILTERS
from stance.loading.demo import Demo
from stance.settings import Settings

ROOT = Path(__file__).parents[1]
GUIDES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
FOLDERS = ("stance", "db", "tests", "bench")
SOURCES = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
PATHS = [f"/{path.relative_to(ROOT)}" for path in (ROOT / "app.py", *SOURCES)]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
HOUSE = House(lambda _: pytest.fail("no store"), lambda *_: None, Demo(b"", b""), Settings())
CLI = make_cli(HOUSE)
COMMANDS = sorted(CLI.commands)
PAGES = [page.path for page in pages_of(None)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_reference(command: str) -> None:
    assert re.search(rf"`{command}\b", REFERENCE)


def flags(command: click.Command) -> Iterator[str]:
    """Yield the flags of a command and of those below it, filters aside."""
    for each in command.params:
        if isinstance(each, click.Option):
            yield from (flag for flag in each.opts if flag.removeprefix("--") not in FILTERS)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from flags(below)


@pytest.mark.parametrize("flag", sorted({*flags(CLI)} - {"--version"}))
def test_every_flag_stands_in_the_reference(flag: str) -> None:
    assert re.search(rf"`{flag}\b", REFERENCE)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_in_the_reference(path: str) -> None:
    shown = path.format(issue="ISSUE", shift="KEY", claim="ID", statement="ID")
    assert f"`{shown}`" in REFERENCE


@pytest.mark.parametrize("name", [*EXPORTS, *FILTERS])
def test_every_table_and_filter_stands_in_the_reference(name: str) -> None:
    assert re.search(rf"\b{name}\b", REFERENCE)


def test_every_command_says_what_it_does() -> None:
    for command in CLI.commands.values():
        assert isinstance(command, click.Command)
        assert command.help
        assert command.help.endswith(".")


@pytest.mark.parametrize("page", GUIDES)
def test_links_between_the_docs_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", GUIDES)
def test_every_python_file_that_the_docs_name_is_there(page: Path) -> None:
    for named in re.findall(r"[\w./]+\.py\b", page.read_text(encoding="utf-8")):
        if "NAME" not in named:
            assert any(path.endswith(f"/{named}") for path in PATHS), named
