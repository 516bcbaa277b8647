"""Commands that serve, maintain, back up and check the store."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from stance.commands import streams
from stance.commands.load import sum_up
from stance.commands.session import Session, in_session, now
from stance.files.writing.tables import pieces_of
from stance.loading import actor_names
from stance.loading.copies import fill_from
from stance.loading.demo import load_demo, needs_demo
from stance.records import Actor, ActorKind


@click.command()
@click.option("--host", help="Address to serve on (STANCE_HOST, else 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (STANCE_PORT, else 8050).")
@in_session
def serve(session: Session, host: str | None, port: int | None) -> None:
    """Serve the dashboard; a store that never held anything is filled with the demo."""
    store = session.store(may_migrate=True)
    if needs_demo(store, session.house.demo):
        load_demo(store, session.house.demo, at=now())
        click.echo("A fresh store: filled with the demo, North Koreans in China.", err=True)
    settings = session.house.settings
    session.house.serve(store, host or settings.host, port or settings.port)


@click.command()
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in ActorKind]), help="What it is.")
@click.option("--alias", "aliases", multiple=True, help="Another name of it (may be repeated).")
@click.option("--part-of", help="The actor it is part of.")
@in_session
def actor(
    session: Session, name: str, kind: str | None, aliases: tuple[str, ...], part_of: str | None
) -> None:
    """Show the actor NAME, or set its kind, its aliases and the actor it is part of."""
    store = session.store()
    given = [actor_names.given_name("--alias", alias) for alias in aliases if alias.strip()]

    def change(known: Actor) -> Actor:
        return replace(
            actor_names.with_aliases(known, given),
            kind=ActorKind(kind) if kind else known.kind,
            part_of=known.part_of if part_of is None else part_of,
        )

    is_shown = not (kind or given) and part_of is None
    changed = store.actor(name) if is_shown else store.change_actor(name, change)
    kind_of = changed.kind.value if changed.kind else "of no known kind"
    others = f", also {', '.join(changed.aliases)}" if changed.aliases else ""
    whole = f", part of {changed.part_of}" if changed.part_of else ""
    click.echo(f"{changed.name}: {kind_of}{others}{whole}")


@click.command()
@in_session
def batches(session: Session) -> None:
    """List the loads, oldest first: id, time, file name, counts."""
    for batch in session.store().batches():
        when = batch.loaded_at.strftime("%Y-%m-%d %H:%M:%S")
        counts = f"{batch.n_stored} stored, {batch.n_duplicates} duplicates, "
        undone = " (undone)" if batch.undone_at else ""
        name = json.dumps(batch.file_name, ensure_ascii=False)[1:-1]
        click.echo(f"{batch.id}  {when}  {name}  {counts}{batch.n_refused} refused{undone}")


@click.command()
@click.argument("batch", type=click.IntRange(1, 999_999_999))
@in_session
def undo(session: Session, batch: int) -> None:
    """Take back the load BATCH; what others refer to is kept and named."""
    with streams.progress_bar("Undoing") as progress:
        done = session.store().undo(batch, at=now(), progress=progress)
    for problem in done.kept:
        click.echo(f"kept: {problem.reason}", err=True)
    click.echo(f"{done.n_removed} removed, {len(done.kept)} kept")


@click.command()
@in_session
def migrate(session: Session) -> None:
    """Bring the store's schema to the newest version."""
    steps = session.house.open_store(session.url).migrate()
    click.echo("\n".join(steps) if steps else "The schema is the newest already.")


@click.command()
@click.argument("file")
@in_session
def backup(session: Session, file: str) -> None:
    """Write a consistent copy of the store to FILE while it is in use."""
    if file != streams.STANDARD:
        session.store().backup(file)
        click.echo(f"Copied to {file}.")
        return
    streams.refuse_terminal(file, "a database")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.db"
        session.store().backup(str(path))
        with path.open("rb") as copy:
            streams.write_whole(streams.STANDARD, pieces_of(copy))


@click.command()
@click.argument("file")
@in_session
def restore(session: Session, file: str) -> None:
    """Fill an empty store with the copy FILE, which 'export store' made."""
    store = session.store(may_migrate=True)
    with _as_file(file) as path, streams.progress_bar("Restoring") as progress:
        filled = fill_from(store, path, progress=progress)
    for id_ in filled.broken:
        click.echo(f"{id_}: the content no longer had its hash when it was copied", err=True)
    click.echo(f"{filled.n_statements} statements restored, {len(filled.broken)} broken")


@contextmanager
def _as_file(name: str) -> Iterator[Path]:
    """Keep standard input in a file: what a ZIP holds is listed at its end."""
    if name != streams.STANDARD:
        yield Path(name)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / streams.STANDARD
        with path.open("wb") as file:
            shutil.copyfileobj(streams.standard(sys.stdin), file)
        yield path


@click.command()
@in_session
def verify(session: Session) -> None:
    """Check the hash of every statement; name those whose content changed."""
    broken = list(session.store().broken_hashes())
    for id_ in broken:
        click.echo(f"{id_}: the content no longer has its hash", err=True)
    click.echo(f"{len(broken)} broken")
    if broken:
        raise click.exceptions.Exit(1)


@click.command()
@in_session
def demo(session: Session) -> None:
    """Load the demo into this store."""
    result = load_demo(session.store(), session.house.demo, at=now())
    sum_up([result], as_json=False)


COMMANDS = (serve, actor, batches, undo, migrate, backup, restore, verify, demo)
