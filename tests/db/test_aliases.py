"""A table under another name can be joined, whoever asks for it first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from db.models import StatementRow, also_named

N_THREADS = 4


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("_number", range(20))
def test_threads_that_ask_first_at_once_all_get_their_select(_number: int) -> None:
    root = also_named(StatementRow, "root")
    gate = Barrier(N_THREADS)
    built: list[str] = []

    def ask() -> None:
        gate.wait()
        found = select(StatementRow.voice, root.date)
        built.append(str(found.join(root, StatementRow.root_key == root.key)))

    threads = [Thread(target=ask) for _ in range(N_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == N_THREADS
    assert len(set(built)) == 1
