"""What happened to one statement."""

from __future__ import annotations

import click

from stance.commands.session import Session, in_session
from stance.editing.differences import differences
from stance.editing.statements import history


@click.command("history")
@click.argument("statement")
@in_session
def show_history(session: Session, statement: str) -> None:
    """Print what happened to the statement with this id, one line a change, oldest first."""
    store = session.store()
    changes = history(store, statement)
    if not changes:
        # Raises Unknown, with the ids nearest to the one that was typed.
        store.statement(statement)
    for change in changes:
        who = "machine" if change.deed.is_machines else change.who
        cells = [] if change.told else differences(change.before, change.after)
        told = change.told or ", ".join(cell.name for cell in cells)
        line = f"{change.number}  {change.at:%Y-%m-%d %H:%M:%S}  {change.deed}  {who}"
        click.echo(f"{line}  {told}".rstrip())
