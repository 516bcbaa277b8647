"""Loading files."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import click

from stance.commands import streams
from stance.commands.session import Session, in_session, now
from stance.errors import FileRefused
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.foreign_dates import ORDERS
from stance.files.reading.registry import FORMATS as FILE_FORMATS
from stance.files.reading.registry import open_file
from stance.files.refused_rows import refused_rows
from stance.files.writing import FORMATS
from stance.loading.files import load_file
from stance.loading.results import LoadResult, unread

_text = partial(click.option, default="", show_default=False)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", type=click.Choice(list(map(str, FILE_FORMATS))), help="How to read it.")
@_text("--encoding", help="The text's encoding, for instance cp1252.")
@_text("--separator", help="What parts the columns of a text table: , ; | or tab.")
@click.option("--date-order", type=click.Choice(list(ORDERS)), help="For dates such as 03/04/2003.")
@_text("--sheet", help="The sheet of a spreadsheet.")
@click.option("--map", "renames", multiple=True, metavar="THEIRS=OURS", help="Rename a column.")
@click.option(
    "--fill", "fills", multiple=True, metavar="OURS=VALUE", help="Give a column one value."
)
@_text("--id-prefix", help="Put before every id of the file.")
@click.option("--dry-run", is_flag=True, help="Check the file and store nothing.")
@click.option("--skip-bad-rows", is_flag=True, help="Store the good rows of a file with bad ones.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False),
    metavar="CSV",
    help="Write the rows that were refused to a file, each with the reason.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
@in_session
def load(
    session: Session,
    /,
    files: tuple[str, ...],
    *,
    dry_run: bool,
    skip_bad_rows: bool,
    refused: str | None,
    as_json: bool,
    **reading: Any,
) -> None:
    """Load statements, codings or links from each FILE (- is standard input)."""
    options = _options(**reading)
    if refused is not None:
        _check_refused(refused, files)
    for name in files:
        streams.refuse_unreadable(name)
    store = session.store()
    results: list[LoadResult] = []
    is_whole = True
    for name in files:
        try:
            content = streams.content_of(name)
            with streams.progress_bar(f"Loading {name}") as progress:
                result = load_file(
                    store,
                    content,
                    Path(name).name,
                    options,
                    at=now(),
                    skip_bad_rows=skip_bad_rows,
                    dry_run=dry_run,
                    progress=progress,
                )
        except FileRefused as problem:
            streams.complain(name, problem.line, problem.column, problem.reason)
            result = unread(name, problem)
        else:
            tell(name, result)
            if refused is not None:
                is_whole = _write_refused(refused, content, result, options)
        results.append(result)
    sum_up(results, as_json=as_json)
    if not is_whole:
        raise click.exceptions.Exit(1)


def _options(
    *, renames: tuple[str, ...], fills: tuple[str, ...], separator: str, **given: str | None
) -> ReadOptions:
    return ReadOptions(
        renames=dict(streams.named(renames, "--map")),
        fills=dict(streams.named(fills, "--fill")),
        # A tab is hard to type where commands are typed.
        separator="\t" if separator == "tab" else separator,
        **{name: value or "" for name, value in given.items()},
    )


def _check_refused(refused: str, files: tuple[str, ...]) -> None:
    """Refuse a file for the refused rows that could not be written once the load is done."""
    no_file = f"{refused!r} is no file in a folder that may be written"
    reason = ""
    if len(files) > 1:
        reason = "the columns of one FILE are written: load the others by themselves."
    elif _is_one_of(refused, files):
        reason = f"{refused!r} is the file that is loaded, and would be written over: name another."
    elif refused in ("", streams.STANDARD):
        reason = f"{no_file}."
    else:
        try:
            streams.refuse_unwritable(refused)
        except OSError as problem:
            reason = f"{no_file} ({problem.strerror or problem})."
    if reason:
        raise click.BadParameter(reason, param_hint="--refused")


def _is_one_of(path: str, files: tuple[str, ...]) -> bool:
    """Whether a path leads to one of the files, by whatever name or link."""
    try:
        return any(Path(path).samefile(name) for name in files if name != streams.STANDARD)
    except OSError:
        return False


def _write_refused(path: str, content: bytes, result: LoadResult, options: ReadOptions) -> bool:
    """Write the refused rows; return whether that could be done: the load stands in any case."""
    opened = open_file(content, result.file_name, options)
    table = refused_rows(opened, options, result.problems)
    try:
        streams.write_whole(path, FORMATS["csv"].write(*table, excel=True))
    except OSError as problem:
        click.echo(f"The refused rows could not be written. {streams.told(problem)}", err=True)
        return False
    rows = "no row was refused, so it has none"
    if result.n_refused:
        rows = f"{result.n_refused} refused, each with its reason: mend and load this file"
    click.echo(f"{path}: {rows}.", err=True)
    return True


def tell(name: str, result: LoadResult) -> None:
    """Say on standard error what was wrong with a file, and what was decided about it."""
    for problem in result.problems:
        streams.complain(name, problem.line, problem.column, problem.reason)
    for text in result.notes:
        click.echo(f"{name}: {text}", err=True)
    if result.batch is None and result.problems and not result.is_dry_run:
        cure = "mend them, or store the other rows with --skip-bad-rows"
        click.echo(f"{name}: nothing was stored because of the rows above: {cure}.", err=True)


def sum_up(results: list[LoadResult], *, as_json: bool) -> None:
    """Print the counts of all files, or their results as JSON; exit 1 where a row was refused."""
    if as_json:
        click.echo(json.dumps([asdict(result) for result in results], ensure_ascii=False))
    stored = sum(result.n_stored for result in results)
    duplicates = sum(result.n_duplicates for result in results)
    refused = sum(result.n_refused for result in results)
    if not as_json:
        click.echo(f"{stored} stored, {duplicates} duplicates, {refused} refused")
    if refused:
        raise click.exceptions.Exit(1)
