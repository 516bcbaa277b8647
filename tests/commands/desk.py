"""A command line for tests, on a store of its own; the fixture `desk` gives one."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.store import open_store
from stance.commands.cli import House, run
from stance.settings import Settings
from tests.dashboard.demo import FOUNDING

HEADER = "id,date,actor,issue,text\n"
"""The first line of the smallest file with ids."""


class Desk:
    """A command line on a store of its own."""

    def __init__(self, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        self.folder = folder
        self.capture = capfdbinary
        self.served: list[tuple[str, int]] = []

    def do(self, *arguments: str, store: str = "a.db") -> tuple[int, str, str]:
        """Run a command; return its exit code, results and complaints."""
        code = self.run(*arguments, store=store)
        out, err = self.capture.readouterr()
        return code, out.decode(), err.decode()

    def run(self, *arguments: str, store: str = "a.db") -> int:
        """Run a command; return its exit code."""
        url = f"sqlite:///{self.folder / store}"
        served = self.served
        house = House(
            open_store, lambda _, host, port: served.append((host, port)), FOUNDING, Settings(url)
        )
        return run(house, list(arguments))

    def file(self, name: str, text: str) -> str:
        """Write a file; return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return str(path)
