"""What each page and file asks of the database: few statements, and as many for a large store."""

from __future__ import annotations

from collections.abc import Mapping
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
    filled_store,
    sent_by,
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


def each_of(visits: Mapping[str, Visit]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("visit", visits.values(), ids=visits.keys())


@each_of(CHANGES)
def test_a_changed_filter_asks_little_at_any_size(stores: Stores, visit: Visit) -> None:
    few = sent_by(stores.few, visit, before=FIRST_VIEW)
    many = sent_by(stores.many, visit, before=FIRST_VIEW)
    assert len(few) <= MOST_OF_A_CHANGE, "\n".join(few)
    assert len(many) == len(few), "\n".join(many)


@each_of(PAGES | FILES)
def test_a_page_or_file_asks_little_at_any_size(stores: Stores, visit: Visit) -> None:
    few, many = (sent_by(address, visit) for address in (stores.few, stores.many))
    assert len(few) <= MOST_OF_A_PAGE, "\n".join(few)
    assert len(many) == len(few), "\n".join(many)


@each_of(LISTS)
def test_a_file_of_statements_is_read_in_pieces_never_by_the_row(
    stores: Stores, visit: Visit
) -> None:
    few, many = (sent_by(address, visit) for address in (stores.few, stores.many))
    n_pieces = N_COPIES * 225 // 500 + 1
    assert len(few) <= MOST_OF_A_PAGE, "\n".join(few)
    assert len(many) <= len(few) + n_pieces * MOST_OF_A_PIECE


def test_what_is_sent_is_counted_with_the_ends_of_transactions(stores: Stores) -> None:
    sent = sent_by(stores.few, lambda visitor: visitor.get("/readyz"))
    assert sent[0] == "BEGIN"
    assert sent[-1] == "COMMIT"
    assert any(text.startswith("SELECT") for text in sent)
