"""The addresses of files, the API, uploads and health, beside the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar
from urllib.parse import unquote

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from stance.analysis.wordings.codebook import print_codebook
from stance.answers import pages, tables
from stance.answers.filter_checks import check_query
from stance.errors import BadFilter, NotFound, StanceError, StoreRefused, names_are_values
from stance.files.reading.registry import MOST_BYTES
from stance.files.writing import FORMATS
from stance.filters import PAGE_STATE, Pairs, parse_query, read_limit
from stance.loading.copies import copy_of
from stance.records import StatementQuery
from stance.store import Store
from stance.web.feed import shifts_feed
from stance.web.openapi import EXCEL, openapi
from stance.web.uploads import TooLarge, Uploads

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is answered at each address; the names of these functions are Flask's endpoints."""

    store: Store
    uploads: Uploads

    def export(self, what: str, suffix: str) -> Response:
        if suffix not in FORMATS:
            raise NotFound(f"There is no format {suffix!r}: the formats are {', '.join(FORMATS)}.")
        pairs, chosen = _asked(also=(EXCEL,)), FORMATS[suffix]
        table = self._table(_known(what), pairs)
        notes = {} if chosen.is_text else tables.notes(self.store, what, pairs)
        pieces = chosen.write(table.columns, table.rows, excel=_wants_excel(), notes=notes)
        return _attached(_begun(pieces), f"stance-{what}.{suffix}", chosen.media_type)

    def _table(self, what: str, pairs: Pairs) -> tables.Export:
        """Answer the query string with a table, whose first row is made."""
        with names_are_values():
            # Rows are read while they are sent, long after this moment has passed.
            with self.store.snapshot():
                table = tables.export(self.store, what, pairs)
            return tables.Export(table.columns, _begun(table.rows))

    def codebook_file(self, issue: str) -> Response:
        _refuse_filters("a codebook is taken out whole, without filters")
        text = print_codebook(self.store.codebook(issue))
        return _attached(text, "codebook.yaml", "application/yaml")

    def store_copy(self) -> Response:
        _refuse_filters("the store is taken out whole, without filters")
        return _attached(_begun(copy_of(self.store)), "stance-store.zip", "application/zip")

    def openapi(self) -> Response:
        _refuse_filters("this address takes none")
        return jsonify(openapi())

    def api(self, what: str) -> Response:
        known = _known(what)
        limit = read_limit(request.args.get("limit", ""))
        after = request.args.get("after", "")
        with names_are_values(), self.store.snapshot():
            found = pages.page(self.store, known, _asked(), limit=limit, after=after)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        return jsonify(rows=rows, next=found.following)

    def feed(self) -> Response:
        query = parse_query(request.args.items(multi=True))
        root = request.url_root.rstrip("/")
        with self.store.snapshot():
            with names_are_values():
                chosen = check_query(self.store, query)
            body = shifts_feed(self.store, chosen, root=root)
        return Response(body, mimetype="application/atom+xml")

    def upload(self) -> Response:
        # A form on another site cannot set this header, so it cannot load files here.
        if request.headers.get("X-Stance") != "upload":
            raise BadFilter("X-Stance", "", "files are sent by the page /load")
        if (request.content_length or 0) > MOST_BYTES:
            raise TooLarge
        name = unquote(request.headers.get("X-File-Name", ""))[:300] or "unnamed"
        return jsonify(token=self.uploads.save(request.stream, name))

    def healthz(self) -> Response:
        return Response("ok\n", mimetype="text/plain")

    def readyz(self) -> Response:
        self.store.count(StatementQuery())
        return Response("ready\n", mimetype="text/plain")


def register(server: Flask, store: Store, uploads: Uploads) -> None:
    """Attach the addresses of files, the API, uploads and health to a server."""
    answers = _Answers(store, uploads)
    for address, answer in (
        ("/export/<what>.<suffix>", answers.export),
        ("/export/codebook/<issue>.yaml", answers.codebook_file),
        ("/export/store.zip", answers.store_copy),
        ("/api/v1/openapi.json", answers.openapi),
        ("/api/v1/<what>.json", answers.api),
        ("/feed/shifts.atom", answers.feed),
        ("/healthz", answers.healthz),
        ("/readyz", answers.readyz),
    ):
        server.add_url_rule(address, view_func=answer)
    server.add_url_rule("/upload", view_func=answers.upload, methods=["POST"])
    server.register_error_handler(StanceError, _refused)


def _refused(problem: Exception) -> ResponseReturnValue:
    if isinstance(problem, TooLarge):
        status = 413
    elif isinstance(problem, StoreRefused):
        status = 503
    else:
        status = 404 if isinstance(problem, NotFound) else 400
    return jsonify(error=str(problem)), status


def _known(what: str) -> str:
    if what not in tables.EXPORTS:
        names = ", ".join(tables.EXPORTS)
        raise NotFound(f"There is no export {what[:80]!r}: the exports are {names}.")
    return what


def _asked(*, also: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return the filters of the query string, without what only a page or a file needs."""
    others = (*PAGE_STATE, *also)
    return [pair for pair in request.args.items(multi=True) if pair[0] not in others]


def _refuse_filters(reason: str) -> None:
    for name, value in request.args.items():
        raise BadFilter(name[:80], value, reason)


def _wants_excel() -> bool:
    """Whether a text is to begin with the byte mark that Excel needs."""
    given = request.args.get(EXCEL, "")
    if given not in ("", "1"):
        raise BadFilter(EXCEL, given, "it is 1, or left out")
    return given == "1"


def _begun(pieces: Iterable[_T]) -> Iterator[_T]:
    """Make the first piece now, so that a refusal is an answer and not a broken file."""
    remaining = iter(pieces)
    return chain(list(islice(remaining, 1)), remaining)


def _attached(content: Iterable[bytes] | str, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=media_type, headers=headers)
