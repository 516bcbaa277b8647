"""The report of first and last uses."""

from __future__ import annotations

from typing import Any

import click

from stance.answers.filter_checks import check_query
from stance.answers.first_use_sentences import first_use_lines
from stance.commands.export import pairs_of, with_filters
from stance.commands.session import Session, in_session
from stance.filters import parse_query


@click.command("first-uses")
@with_filters
@in_session
def first_uses(session: Session, /, **given: Any) -> None:
    """Report in plain sentences when each frame and wording was first and last used."""
    store = session.store()
    query = check_query(store, parse_query(pairs_of(given)))
    for line in first_use_lines(store, query):
        click.echo(line)
