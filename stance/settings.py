"""What the environment says: which store, which address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stance.errors import BadValue

DEFAULT_STORE = "sqlite:///stance.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is and where the dashboard is served."""

    store: str = DEFAULT_STORE
    host: str = "127.0.0.1"
    port: int = 8050


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read STANCE_STORE, STANCE_HOST and STANCE_PORT; empty ones count as not given."""
    given = Settings()
    port = environment.get("STANCE_PORT") or str(given.port)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise BadValue("STANCE_PORT", f"{port!r} is not a port: give a number from 1 to 65535")
    return Settings(
        store=environment.get("STANCE_STORE") or given.store,
        host=environment.get("STANCE_HOST") or given.host,
        port=int(port),
    )
