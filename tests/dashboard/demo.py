"""A real store with the demo in it, for tests that look at pages."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from db.store import open_store
from stance.errors import Unknown
from stance.loading.demo import Demo, load_demo
from stance.store import Store

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "db" / "demo"
ISSUE = "north-korean-refugees-in-china"
MAIN = f"/issue/{ISSUE}?actor=China&voice=own"
DENIAL = "cn-mfa-2003-06-17-1"
AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FOUNDING = Demo((DEMO / "codebook.yaml").read_bytes(), (DEMO / "statements.csv").read_bytes())


class Waiting:
    """Uploads kept in a dictionary."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}

    def read(self, token: str) -> tuple[str, bytes]:
        """Return what waits under a token."""
        if token not in self.files:
            raise Unknown("upload", token)
        return self.files[token]


def empty_store(folder: Path) -> Store:
    """Open a fresh store in a folder."""
    store = open_store(f"sqlite:///{folder / 'stance.db'}")
    store.migrate()
    return store


def demo_store(folder: Path) -> Store:
    """Open a fresh store with the demo in it: a copy of one that was filled once."""
    file = folder / "stance.db"
    file.write_bytes(_demo_file())
    return open_store(f"sqlite:///{file}")


@cache
def _demo_file() -> bytes:
    with TemporaryDirectory() as folder:
        store = empty_store(Path(folder))
        load_demo(store, FOUNDING, at=AT)
        # The last to close a store brings all of it into its one file.
        store.close()
        return (Path(folder) / "stance.db").read_bytes()
