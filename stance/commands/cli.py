"""The command line: results on standard output, complaints on standard error."""

from __future__ import annotations

import click

from stance import __version__
from stance.commands import codebook, export, load, reports, streams, upkeep
from stance.commands.session import House, Session
from stance.errors import StanceError

__all__ = ["House", "make_cli", "run"]

_COMMANDS = [
    *(codebook.codebook, export.export, load.load),
    *(reports.shifts, reports.first_uses, reports.history),
    *upkeep.COMMANDS,
]


def make_cli(house: House) -> click.Group:
    """Build the command line around a house."""

    @click.group(
        commands=_COMMANDS, invoke_without_command=True, context_settings={"show_default": True}
    )
    @click.version_option(__version__, prog_name="stance")
    @click.option(
        "--store", default=house.settings.store, help="SQLAlchemy URL of the store (STANCE_STORE)."
    )
    @click.pass_context
    def cli(context: click.Context, store: str) -> None:
        """Record what governments say, code the wording, and see when it shifted."""
        context.obj = Session(house, store)
        if context.invoked_subcommand is None:
            context.invoke(upkeep.serve)

    return cli


def run(house: House, arguments: list[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused or failed, 2 wrong usage, 130 stopped."""
    try:
        ended = make_cli(house).main(arguments, prog_name="python app.py", standalone_mode=False)
    except click.UsageError as problem:
        problem.show()
        return 2
    except click.Abort:
        click.echo("Stopped; nothing is half done.", err=True)
        return 130
    except BrokenPipeError:
        return 1
    except OSError as problem:
        click.echo(streams.told(problem), err=True)
        return 1
    except (StanceError, click.ClickException) as problem:
        click.echo(str(problem), err=True)
        return 1
    # Outside its stand-alone mode click hands back the code that a command ended with.
    return ended if isinstance(ended, int) else 0
