"""Taking tables out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from stance.answers import tables
from stance.commands import streams
from stance.commands.session import Session, in_session
from stance.files.writing import FORMATS
from stance.filters import AGAINST, FILTERS, REPEATABLE
from stance.loading.copies import copy_of

STORE = "store"
"""What stands for everything at once."""


def with_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command a flag for every filter; they arrive as `pairs`."""
    for name in reversed(FILTERS):
        many = name in REPEATABLE
        option = click.option(
            f"--{name}",
            f"filter_{name}",
            multiple=many,
            default=() if many else "",
            help=f"Filter by {name}{' (may be repeated)' if many else ''}.",
        )
        command = option(command)
    return command


def pairs_of(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the filters that were given as flags, by name."""
    for key, value in given.items():
        values = value if isinstance(value, tuple) else (value,)
        yield from ((key.removeprefix("filter_"), each) for each in values)


@click.command()
@click.argument("what", type=click.Choice([*tables.EXPORTS, STORE]))
@with_filters
@click.option("--split", default="", help="keyness: the day that parts before from after.")
@click.option("--against", multiple=True, metavar="NAME=VALUE", help="keyness: the other side.")
@click.option("-o", "--output", default="-", help="File to write; - is standard output.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="csv")
@click.option("--excel", is_flag=True, help="Put a byte mark before a CSV, for Excel.")
@in_session
def export(
    session: Session,
    /,
    what: str,
    *,
    split: str,
    against: tuple[str, ...],
    output: str,
    format_: str,
    excel: bool,
    **given: Any,
) -> None:
    """Take WHAT out as a file: what a page with the same filters shows, or the whole store."""
    pairs = [*pairs_of(given), *([("split", split)] if split else [])]
    pairs += [(AGAINST + name, value) for name, value in streams.named(against, "--against")]
    if what == STORE:
        _refuse_choices(click.get_current_context(), pairs)
        streams.write_whole(output, copy_of(session.store()))
        return
    store, chosen = session.store(), FORMATS[format_]
    if not chosen.is_text:
        streams.refuse_terminal(output, format_)
    table = tables.export(store, what, pairs)
    notes = {} if chosen.is_text else tables.notes(store, what, pairs)
    streams.write_whole(output, chosen.write(table.columns, table.rows, excel=excel, notes=notes))


def _refuse_choices(context: click.Context, pairs: list[tuple[str, str]]) -> None:
    """The whole store is one file of its own kind: there is nothing to choose."""
    by_hand = click.core.ParameterSource.COMMANDLINE
    has_format = any(context.get_parameter_source(name) is by_hand for name in ("format_", "excel"))
    if has_format or any(value for _, value in pairs):
        raise click.UsageError("The store is taken out whole: leave out filters and formats.")
    streams.refuse_terminal(context.params["output"], "a zip")
