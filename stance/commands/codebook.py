"""Codebooks on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from stance.analysis.wordings.codebook import print_codebook
from stance.answers.codebooks import codebook_score, try_codebook
from stance.commands import streams
from stance.commands.session import Session, in_session, now
from stance.errors import CodebookRefused
from stance.loading.codebooks import apply_codebook


@click.group()
def codebook() -> None:
    """Show, try, apply and score the codebook of an issue."""


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Complain of a codebook that is refused by its file and line."""
    try:
        yield
    except CodebookRefused as problem:
        streams.complain(name, problem.line, problem.column, problem.reason)
        raise click.exceptions.Exit(1) from None


@codebook.command("show")
@click.argument("issue")
@in_session
def show_codebook(session: Session, issue: str) -> None:
    """Print the newest codebook of ISSUE, as text that `apply` takes."""
    click.echo(print_codebook(session.store().codebook(issue)), nl=False)


@codebook.command("apply")
@click.argument("file")
@in_session
def apply_file(session: Session, file: str) -> None:
    """Check FILE, store it as the next version and code its statements anew."""
    store = session.store()
    with _named(file), streams.progress_bar("Coding") as progress:
        book, done = apply_codebook(store, streams.content_of(file), at=now(), progress=progress)
    if done.changed:
        click.echo(f"{book.issue}: version {done.version}, {done.n_recoded:,} statements coded")
    else:
        click.echo(f"{book.issue}: version {done.version} says the same; nothing changed")


@codebook.command("try")
@click.argument("file")
@in_session
def try_file(session: Session, file: str) -> None:
    """Say what FILE would change in the dictionary's codings; store nothing."""
    with _named(file):
        book, n_statements, changes = try_codebook(session.store(), streams.content_of(file))
    click.echo(f"{book.issue}: {n_statements:,} statements looked at")
    for change in changes:
        moved = f"+{change.n_gained} -{change.n_lost}"
        click.echo(f"  {change.frame}: {change.n_now:,} -> {change.n_then:,} ({moved})")


@codebook.command("score")
@click.argument("issue")
@in_session
def score_codebook(session: Session, issue: str) -> None:
    """Print the dictionary's precision and recall against persons' codings of ISSUE."""
    click.echo(codebook_score(session.store(), issue), nl=False)
