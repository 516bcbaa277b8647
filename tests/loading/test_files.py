from __future__ import annotations

import gc

import pytest

from stance.loading.files import uncollected


def test_garbage_is_left_alone_inside_and_looked_for_again_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_looked_for_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="planted"), uncollected():
        raise ValueError("planted")
    assert gc.isenabled()


def test_who_turned_the_search_off_finds_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
