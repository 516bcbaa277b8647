"""The report of first and last uses."""

from __future__ import annotations

from typing import Any

import click

from stance import services
from stance.commands.export import pairs_of, with_filters
from stance.commands.session import Session, in_session
from stance.filters import parse_query
from stance.first_use_sentences import report


@click.command("first-uses")
@with_filters
@in_session
def first_uses(session: Session, /, **given: Any) -> None:
    """Report in plain sentences when each frame and wording was first and last used."""
    store = session.store()
    query = services.checked(store, parse_query(pairs_of(given)))
    for line in report(store, query):
        click.echo(line)
