"""What is told in plain sentences: shifts, first uses, and the history of a statement."""

from __future__ import annotations

from typing import Any

import click

from stance.answers import shifts as shifting
from stance.answers.filter_checks import check_query
from stance.answers.first_uses import first_use_lines
from stance.answers.shift_sentences import found_sentences
from stance.commands.export import pairs_of, with_filters
from stance.commands.session import Session, in_session
from stance.editing import statements as editing
from stance.editing.differences import differences
from stance.filters import parse_query


@click.command()
@with_filters
@in_session
def shifts(session: Session, /, **given: Any) -> None:
    """Report in plain sentences where the wording shifted, how surely, and on what evidence."""
    store = session.store()
    query = check_query(store, parse_query(pairs_of(given)))
    for pair in shifting.search(store, query):
        click.echo("\n".join(found_sentences(pair)) + "\n")


@click.command("first-uses")
@with_filters
@in_session
def first_uses(session: Session, /, **given: Any) -> None:
    """Report in plain sentences when each frame and wording was first and last used."""
    store = session.store()
    query = check_query(store, parse_query(pairs_of(given)))
    for line in first_use_lines(store, query):
        click.echo(line)


@click.command()
@click.argument("statement")
@in_session
def history(session: Session, statement: str) -> None:
    """Print what happened to the statement with this id, one line a change, oldest first."""
    store = session.store()
    changes = editing.history(store, statement)
    if not changes:
        # Raises Unknown, with the ids nearest to the one that was typed.
        store.statement(statement)
    for change in changes:
        who = "machine" if change.deed.is_machines else change.who
        cells = [] if change.told else differences(change.before, change.after)
        told = change.told or ", ".join(cell.name for cell in cells)
        line = f"{change.number}  {change.at:%Y-%m-%d %H:%M:%S}  {change.deed}  {who}"
        click.echo(f"{line}  {told}".rstrip())
