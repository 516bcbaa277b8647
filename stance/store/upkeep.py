"""What keeps a store in order: its schema and its backup."""

from __future__ import annotations

from typing import Protocol


class Upkeep(Protocol):
    """What a store says and does about its schema, its backup and its connections."""

    @property
    def is_embedded(self) -> bool:
        """Whether the store is a file of ours, which any command may make and migrate."""

    def needs_migration(self) -> bool:
        """Whether the schema is older than this version knows, or missing."""

    def migrate(self) -> list[str]:
        """Bring the schema to the newest revision; return the names of the steps taken."""

    def is_fresh(self) -> bool:
        """Whether nothing was ever stored here."""

    def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while the store is in use."""

    def close(self) -> None:
        """Let go of every connection."""
