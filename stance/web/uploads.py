"""Files that a browser sent, waiting on disk until they are loaded."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Lock
from typing import IO
from weakref import finalize

from stance.errors import Refused, Unknown
from stance.files.reading.registry import MOST_BYTES

_MOST_WAITING = 20
_CHUNK = 1 << 20
_TOKEN = re.compile(r"[0-9a-f]{32}")


class TooLarge(Refused):
    """A file above the limit."""

    def __init__(self) -> None:
        super().__init__(
            f"The file is larger than {MOST_BYTES >> 20} MB: split it, "
            "or load it on the command line in parts."
        )


@dataclass(slots=True, weakref_slot=True)
class Uploads:
    """A folder of waiting files that goes with the server; the oldest give way to new ones."""

    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="stance-uploads-")))
    # Names are only ever shown: files are called by their tokens.
    names: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        finalize(self, rmtree, self.folder, ignore_errors=True)

    def save(self, stream: IO[bytes], name: str) -> str:
        """Write a stream to disk piece by piece; return the token it waits under."""
        token = secrets.token_hex(16)
        path = self._path(token)
        try:
            with path.open("wb") as waiting:
                _copy(stream, waiting)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        with self.lock:
            self.names[token] = name
            oldest = list(self.names)[:-_MOST_WAITING]
        for each in oldest:
            self.drop(each)
        return token

    def read(self, token: str) -> tuple[str, bytes]:
        """Return the name and content of an upload; raise Unknown where it does not wait."""
        name = self.names.get(token) if _TOKEN.fullmatch(token) else None
        if name is None:
            raise Unknown("upload", token)
        return name, self._path(token).read_bytes()

    def drop(self, token: str) -> None:
        """Forget an upload."""
        if self.names.pop(token, None) is not None:
            self._path(token).unlink(missing_ok=True)

    def _path(self, token: str) -> Path:
        return self.folder / token


def _copy(stream: IO[bytes], waiting: IO[bytes]) -> None:
    n_bytes = 0
    while piece := stream.read(_CHUNK):
        n_bytes += len(piece)
        if n_bytes > MOST_BYTES:
            raise TooLarge
        waiting.write(piece)
