"""What commands read, write and tell: files and streams, complaints, progress."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, TextIO

import click

from stance.store.plans import Progress, no_progress

STANDARD = "-"

_ROOM = "make room on the disk, or write to another"
_ALLOWED = "choose one that you may read or write, or change who may"
_REMEDIES = {
    errno.ENOENT: "check the name and its folder",
    errno.ENOTDIR: "check the name and its folder",
    errno.EBADF: "name a file",
    errno.EISDIR: "name a file",
    errno.EACCES: _ALLOWED,
    errno.EPERM: _ALLOWED,
    errno.EROFS: "write to another disk",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: _ROOM,
}


def content_of(name: str) -> bytes:
    """Read a file, or standard input for `-`."""
    if name == STANDARD:
        return standard(sys.stdin).read()
    with _named(name):
        return Path(name).read_bytes()


def standard(stream: TextIO | None) -> BinaryIO:
    """Return the bytes of standard input or output, which whoever starts us may have closed."""
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), STANDARD)
    return stream.buffer


def refuse_unreadable(name: str) -> None:
    """Raise OSError for a file that is missing or closed to us, before others are loaded."""
    if name == STANDARD:
        return
    with _named(name):
        kind = os.stat(name).st_mode  # noqa: PTH116 - a path without a name would be a folder
        # A pipe is opened once only.
        if stat.S_ISREG(kind) or stat.S_ISDIR(kind):
            Path(name).open("rb").close()


def refuse_terminal(output: str, what: str) -> None:
    """Raise UsageError where bytes would be shown as text."""
    if output == STANDARD and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError(f"A terminal cannot show {what}: write it to a file.")


def write_whole(output: str, pieces: Iterator[bytes]) -> None:
    """Write a file whole or not at all: a broken export leaves the old file alone."""
    if output == STANDARD:
        out = standard(sys.stdout)
        out.writelines(pieces)
        out.flush()
        return
    # Links that lead in a circle are written over as they stand.
    path = Path(os.path.realpath(output))
    if path.exists() and not path.is_file():
        with _named(output), path.open("wb") as device:
            device.writelines(pieces)
        return
    with _named(output):
        file = NamedTemporaryFile(dir=path.parent, prefix=".stance-", delete=False)  # noqa: SIM115
    partial = Path(file.name)
    try:
        with file:
            file.writelines(pieces)
        with _named(output):
            partial.chmod(_mode_of(path))
            partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def refuse_unwritable(output: str) -> None:
    """Raise OSError now where `write_whole` would fail once everything else is done."""
    path = Path(os.path.realpath(output))
    with _named(output):
        if path.exists() and not path.is_file():
            # Opening a pipe would wait for its reader, and end what it reads.
            if not os.access(path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), output)
            return
        NamedTemporaryFile(dir=path.parent, prefix=".stance-").close()


@contextmanager
def _named(output: str) -> Iterator[None]:
    """Let what the system refuses be told by the name that was typed."""
    try:
        yield
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, output or "''") from problem


def told(problem: OSError) -> str:
    """Say what the system refused, and what to do where that is known."""
    what = problem.strerror or str(problem)
    if remedy := _REMEDIES.get(problem.errno or 0):
        what += f": {remedy}"
    return f"{problem.filename}: {what}." if problem.filename else f"{what}."


def _mode_of(path: Path) -> int:
    """Return who may read a file that is written over, or one that is made anew."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def named(pairs: tuple[str, ...], option: str) -> Iterator[tuple[str, str]]:
    """Read NAME=VALUE pairs; raise BadParameter for the first that is none."""
    for pair in pairs:
        name, equals, value = pair.rpartition("=")
        if not (name and equals and value):
            raise click.BadParameter(f"write NAME=VALUE, not {pair!r}", param_hint=option)
        yield name, value


def complain(name: str, line: int, column: str, reason: str) -> None:
    """Print one complaint as file:line: column: reason."""
    where = f"{name}:{line}: {column}" if column else f"{name}:{line}"
    click.echo(f"{where}: {reason}", err=True)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """Show a bar where a person looks on."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show
