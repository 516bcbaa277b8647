"""Other names of actors: kept whoever else saves at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from db.store import SqlStore
from stance.errors import BadValue, Unknown
from stance.loading import actor_names
from stance.records import Actor, ActorKind
from tests.db.planted import load, said


def before_its_turn(store: SqlStore, meanwhile: Callable[[], object]) -> None:
    """Let something else happen when the next writer is about to take its turn."""
    waiting = [meanwhile]

    def let_in(*_: Any) -> None:
        if waiting:
            waiting.pop()()

    event.listen(store._engines.writer, "before_cursor_execute", let_in)


def test_two_other_names_saved_at_once_are_both_kept(store: SqlStore) -> None:
    load(store, said("a"))
    before_its_turn(store, lambda: actor_names.add_alias(store, "PRC", "China", who="ann"))
    assert actor_names.add_alias(store, "Beijing", "China", who="bob").aliases == ("PRC", "Beijing")
    assert store.actor("China").aliases == ("PRC", "Beijing")


def test_a_name_that_became_anothers_meanwhile_is_refused(store: SqlStore) -> None:
    load(store, said("a"), said("b", actor="Japan"))
    before_its_turn(store, lambda: actor_names.add_alias(store, "Tokyo", "Japan"))
    with pytest.raises(BadValue, match="Japan"):
        actor_names.add_alias(store, "Tokyo", "China")
    assert store.actor("tokyo").name == "Japan"


def test_a_kind_set_while_another_name_is_given_stays(store: SqlStore) -> None:
    store.save_actor(Actor("Ministry"))

    def name_its_kind() -> None:
        store.change_actor("Ministry", lambda one: replace(one, kind=ActorKind.AGENCY))

    before_its_turn(store, name_its_kind)
    actor_names.add_alias(store, "MFA", "Ministry")
    assert store.actor("MFA") == Actor("Ministry", ActorKind.AGENCY, ("MFA",))


def test_nobody_is_changed_under_a_name_that_nobody_has(store: SqlStore) -> None:
    load(store, said("a"))
    for name in ("Chin", "", "a\x00b", "\ud800"):
        with pytest.raises(Unknown):
            actor_names.add_alias(store, "PRC", name)
    assert store.actor("China").aliases == ()


def test_one_name_written_twice_is_one_other_name() -> None:
    named = actor_names.with_aliases(
        Actor("China", aliases=("PRC",)), ["prc", "Beijing", "BEIJING"]
    )
    assert named.aliases == ("PRC", "Beijing")
