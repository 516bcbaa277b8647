"""Save an actor that a person changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from db import history_kinds as kinds
from db.keys import next_key, record_change
from db.models import ActorAliasRow, ActorRow
from db.reads.names import actor as named
from db.reads.names import actors_named
from db.rows import alias_cells, json_text, moment_text
from db.unstorable_values import is_storable
from stance.errors import BadValue, Unknown
from stance.records import Actor, folded
from stance.store.plans import ActorChange


def change_actor(connection: Connection, name: str, change: ActorChange, *, who: str = "") -> Actor:
    """Change the actor of this name or alias as it stands now; return what it became."""
    # A writer takes no question that no store could answer.
    known = named(connection, name if is_storable(name) else "")
    changed = change(known)
    if changed != known:
        save_actor(connection, changed, who=who)
    return changed


def save_actor(connection: Connection, actor: Actor, *, who: str = "") -> None:
    """Store an actor's kind, aliases and the actor it is part of."""
    before = actors_named(connection, [folded(actor.name)]).get(folded(actor.name))
    key = connection.scalar(select(ActorRow.key).where(ActorRow.name == actor.name))
    _refuse_taken_names(connection, actor)
    if key is None:
        key = next_key(connection, ActorRow.key)
        new = {"key": key, "name": actor.name, "folded": folded(actor.name)}
        connection.execute(insert(ActorRow), new)
    connection.execute(
        update(ActorRow)
        .where(ActorRow.key == key)
        # It is nobody's load any more: undoing one must not take away what a person wrote.
        .values(
            kind=actor.kind.value if actor.kind else None,
            part_of_key=_part_of_key(connection, actor),
            batch_key=None,
        )
    )
    connection.execute(delete(ActorAliasRow).where(ActorAliasRow.actor_key == key))
    if actor.aliases:
        connection.execute(insert(ActorAliasRow), alias_cells(key, actor))
    record_change(
        connection,
        at=moment_text(datetime.now(UTC)),
        kind=kinds.ACTOR,
        subject=actor.name,
        who=who,
        before=json_text(asdict(before)) if before else None,
        after=json_text(asdict(actor)),
    )


def _part_of_key(connection: Connection, actor: Actor) -> int | None:
    if not actor.part_of:
        return None
    name = folded(actor.part_of)
    whole = actors_named(connection, [name]).get(name)
    if whole is None:
        raise Unknown("actor", actor.part_of)
    _refuse_circle(connection, actor, whole)
    return connection.scalar(select(ActorRow.key).where(ActorRow.name == whole.name))


def _refuse_circle(connection: Connection, actor: Actor, whole: Actor) -> None:
    """Refuse an actor that would become part of itself."""
    above = whole
    while above.name != actor.name:
        if not above.part_of:
            return
        name = folded(above.part_of)
        above = actors_named(connection, [name])[name]
    what = "itself" if whole.name == actor.name else f"{whole.name}, which is part of it"
    raise BadValue("part_of", f"{actor.name} cannot be part of {what}")


def _refuse_taken_names(connection: Connection, actor: Actor) -> None:
    names = [folded(name) for name in (actor.name, *actor.aliases)]
    for name, owner in actors_named(connection, names).items():
        if owner.name != actor.name:
            raise BadValue("aliases", f"{name!r} already names the actor {owner.name}")
