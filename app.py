"""Stance: settings -> store -> command line and dashboard; the only file that knows both sides."""

from __future__ import annotations

import io
import os
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

# Whatever takes time to import is imported where it is used: a command is quicker for it, and
# Ctrl-C meanwhile is a line and no traceback.
if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask

    from stance.commands.cli import House
    from stance.dashboard.parts.uploads import Uploads as Waiting
    from stance.store import Store

HERE = Path(__file__).resolve().parent
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
_MOST_CONNECTIONS = 900
_DEMO = HERE / "db" / "demo"


def build_dashboard(
    store: Store, *, server: Flask | None = None, uploads: Waiting | None = None
) -> Dash:
    """Build the pages of a store, guarded against what other sites and broken scripts send."""
    from stance.dashboard.build import build_app
    from stance.web.guard import guard_posts, harden

    app = build_app(store, assets=str(HERE / "assets"), server=server, uploads=uploads)
    guard_posts(app)
    harden(app)
    return app


def build_server(store: Store, *, names: tuple[str, ...] = ()) -> Flask:
    """Build the WSGI application of a store: pages, files and the API; under these names alone."""
    from flask import Flask

    from stance.web import routes
    from stance.web.guard import answer_only_to
    from stance.web.uploads import Uploads

    server = Flask("stance", static_folder=None)
    if names:
        answer_only_to(server, names)
    uploads = Uploads()
    routes.register(server, store, uploads)
    build_dashboard(store, server=server, uploads=uploads)
    return server


def serve(store: Store, host: str, port: int) -> None:
    """Serve the dashboard until it is stopped."""
    import logging
    import select
    import signal

    import click
    from waitress.server import create_server

    from stance.errors import Refused
    from stance.files.reading.registry import MOST_BYTES

    logging.basicConfig()
    # Asked to end, we end as at Ctrl-C, so that no waiting file is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shown = f"[{host}]" if ":" in host else host
    # A page of another site may point its own name at this machine: that name is refused.
    server = build_server(store, names=(*_OWN_NAMES, shown) if _is_own(host) else ())
    try:
        listening = create_server(
            server,
            host=host,
            port=port,
            threads=8,
            ident="stance",
            # Half-sent requests wait without a thread: hundreds of them leave room for others.
            connection_limit=_MOST_CONNECTIONS,
            asyncore_use_poll=hasattr(select, "poll"),
            # Refused by what its head says, before the rest of it is sent.
            max_request_body_size=MOST_BYTES + 1,
        )
    except ValueError as problem:
        message = f"Nothing can be served on {host!r}: give an address of this machine."
        raise Refused(message) from problem
    except OSError as problem:
        message = f"Port {port} cannot be used ({problem.strerror}): choose another with --port."
        raise Refused(message) from problem
    click.echo(f"Stance is at http://{shown}:{port}/ (stop it with Ctrl-C)", err=True)
    listening.run()


def _is_own(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def __getattr__(name: str) -> Flask:
    """Make `server` when a WSGI server asks for `app:server`, not when commands import this."""
    if name != "server":
        raise AttributeError(name)
    from db.store import open_store
    from stance.settings import read_settings

    store = open_store(read_settings(os.environ).store)
    store.migrate()
    return build_server(store)


def house() -> House:
    """Gather what the command line needs."""
    from db.store import open_store
    from stance.commands.cli import House
    from stance.loading.demo import Demo
    from stance.settings import read_settings

    demo = Demo((_DEMO / "codebook.yaml").read_bytes(), (_DEMO / "statements.csv").read_bytes())
    return House(open_store, serve, demo, read_settings(os.environ))


def _speak() -> None:
    """Write UTF-8 to files and pipes; to a terminal what it can show, and no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def main() -> int:
    """Run one command; return 130 where it was stopped."""
    try:
        _speak()
        from stance.commands.cli import run
        from stance.errors import StanceError

        try:
            return run(house())
        except StanceError as problem:
            # What the environment says wrongly is a sentence too.
            sys.stderr.write(f"{problem}\n")
            return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; nothing is half done.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
