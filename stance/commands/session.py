"""One run of the command line: the house, and the store it was pointed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from stance.errors import StoreRefused
from stance.loading.demo import Demo
from stance.settings import Settings
from stance.store import Store


@dataclass(frozen=True, slots=True)
class House:
    """What app.py hands in: how a store is opened, how it is served, and the demo's files."""

    open_store: Callable[[str], Store]
    serve: Callable[[Store, str, int], None]
    demo: Demo
    settings: Settings


@dataclass(slots=True)
class Session:
    """One run of the command line: the house, and the store it was pointed at."""

    house: House
    url: str

    def store(self, *, may_migrate: bool = False) -> Store:
        """Open the store, made and migrated where that is this command's to do."""
        store = self.house.open_store(self.url)
        if store.needs_migration():
            if not (store.is_embedded or may_migrate):
                store.close()
                raise StoreRefused("This store's schema is not the newest: run 'migrate' first.")
            store.migrate()
        return store


in_session = click.make_pass_decorator(Session)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)
