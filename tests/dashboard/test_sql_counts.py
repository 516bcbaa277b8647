"""What each page and file asks of the database: few statements, and as many for a large store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from bench.sql_counts import (
    CHANGES,
    FILES,
    FIRST_VIEW,
    LISTS,
    N_COPIES,
    PAGES,
    Visit,
    Visitor,
    filled_store,
    sent_by,
    visiting,
)

MOST_OF_A_CHANGE = 25
MOST_OF_A_PAGE = 40
MOST_OF_A_PIECE = 10
"""Of five hundred statements, and of all that belongs to them."""


@dataclass(frozen=True)
class Stores:
    """The addresses of the demo's store and of one with many times its rows."""

    few: str
    many: str


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    folder = tmp_path_factory.mktemp("sizes")
    return Stores(filled_store(folder, 1), filled_store(folder, N_COPIES))


@pytest.fixture(scope="module")
def readers(stores: Stores) -> Iterator[tuple[Visitor, Visitor]]:
    """Readers of both stores who look at the timeline, and change its filters in turn."""
    with visiting(stores.few) as of_few, visiting(stores.many) as of_many:
        for reader in (of_few, of_many):
            FIRST_VIEW(reader)
        yield of_few, of_many


def counted(stores: Stores, visit: Visit) -> tuple[list[str], list[str]]:
    """Ask each store for a page or file that was never asked for before."""
    with visiting(stores.few) as of_few, visiting(stores.many) as of_many:
        return sent_by(of_few, visit), sent_by(of_many, visit)


def each_of(visits: Mapping[str, Visit]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("visit", visits.values(), ids=visits.keys())


@each_of(CHANGES)
def test_a_changed_filter_asks_little_at_any_size(
    readers: tuple[Visitor, Visitor], visit: Visit
) -> None:
    few, many = (sent_by(reader, visit) for reader in readers)
    assert len(few) <= MOST_OF_A_CHANGE, "\n".join(few)
    assert len(many) == len(few), "\n".join(many)


@each_of(PAGES | FILES)
def test_a_page_or_file_asks_little_at_any_size(stores: Stores, visit: Visit) -> None:
    few, many = counted(stores, visit)
    assert len(few) <= MOST_OF_A_PAGE, "\n".join(few)
    assert len(many) == len(few), "\n".join(many)


@each_of(LISTS)
def test_a_file_of_statements_is_read_in_pieces_never_by_the_row(
    stores: Stores, visit: Visit
) -> None:
    few, many = counted(stores, visit)
    n_pieces = N_COPIES * 225 // 500 + 1
    assert len(few) <= MOST_OF_A_PAGE, "\n".join(few)
    assert len(many) <= len(few) + n_pieces * MOST_OF_A_PIECE


def test_what_is_sent_is_counted_with_the_ends_of_transactions(stores: Stores) -> None:
    with visiting(stores.few) as visitor:
        sent = sent_by(visitor, lambda visitor: visitor.get("/readyz"))
    assert sent[0] == "BEGIN"
    assert sent[-1] == "COMMIT"
    assert any(text.startswith("SELECT") for text in sent)
