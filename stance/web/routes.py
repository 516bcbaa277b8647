"""The addresses of files, the API, uploads and health, beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
Answer = Callable[..., ResponseReturnValue]


def register(server: Flask, store: Store, uploads: Uploads) -> None:
    """Attach the addresses of files, the API, uploads and health to a server."""
    server.add_url_rule("/export/<what>.<suffix>", view_func=_export(store), endpoint="export")
    server.add_url_rule(
        "/export/codebook/<issue>.yaml", view_func=_codebook(store), endpoint="codebook-file"
    )
    server.add_url_rule("/export/store.zip", view_func=_store_copy(store), endpoint="store-copy")
    server.add_url_rule("/api/v1/openapi.json", view_func=_described, endpoint="openapi")
    server.add_url_rule("/api/v1/<what>.json", view_func=_api(store), endpoint="api")
    server.add_url_rule("/upload", view_func=_upload(uploads), endpoint="upload", methods=["POST"])
    server.add_url_rule("/feed/shifts.atom", view_func=_feed(store), endpoint="feed")
    server.add_url_rule("/healthz", view_func=lambda: _plain("ok\n"), endpoint="healthz")
    server.add_url_rule("/readyz", view_func=_ready(store), endpoint="readyz")
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


def _table(store: Store, what: str, pairs: Pairs) -> tables.Export:
    """Answer the query string with a table, whose first row is made."""
    with names_are_values():
        # Rows are read while they are sent, long after this moment has passed.
        with store.snapshot():
            table = tables.export(store, what, pairs)
        return tables.Export(table.columns, _begun(table.rows))


def _asked(*, also: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return the filters of the query string, without what only a page or a file needs."""
    others = (*PAGE_STATE, *also)
    return [pair for pair in request.args.items(multi=True) if pair[0] not in others]


def _export(store: Store) -> Answer:
    def export(what: str, suffix: str) -> ResponseReturnValue:
        if suffix not in FORMATS:
            raise NotFound(f"There is no format {suffix!r}: the formats are {', '.join(FORMATS)}.")
        pairs, chosen = _asked(also=(EXCEL,)), FORMATS[suffix]
        table = _table(store, _known(what), pairs)
        notes = {} if chosen.is_text else tables.notes(store, what, pairs)
        pieces = chosen.write(table.columns, table.rows, excel=_wants_excel(), notes=notes)
        headers = {"Content-Disposition": f'attachment; filename="stance-{what}.{suffix}"'}
        return Response(_begun(pieces), content_type=chosen.media_type, headers=headers)

    return export


def _store_copy(store: Store) -> Answer:
    def store_copy() -> ResponseReturnValue:
        _refuse_filters("the store is taken out whole, without filters")
        headers = {"Content-Disposition": 'attachment; filename="stance-store.zip"'}
        return Response(_begun(copy_of(store)), mimetype="application/zip", headers=headers)

    return store_copy


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


def _codebook(store: Store) -> Answer:
    def codebook(issue: str) -> ResponseReturnValue:
        _refuse_filters("a codebook is taken out whole, without filters")
        text = print_codebook(store.codebook(issue))
        headers = {"Content-Disposition": 'attachment; filename="codebook.yaml"'}
        return Response(text, mimetype="application/yaml", headers=headers)

    return codebook


def _api(store: Store) -> Answer:
    def api(what: str) -> ResponseReturnValue:
        known = _known(what)
        limit = read_limit(request.args.get("limit", ""))
        after = request.args.get("after", "")
        with names_are_values(), store.snapshot():
            found = pages.page(store, known, _asked(), limit=limit, after=after)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        return jsonify(rows=rows, next=found.following)

    return api


def _feed(store: Store) -> Answer:
    def feed() -> ResponseReturnValue:
        query = parse_query(request.args.items(multi=True))
        root = request.url_root.rstrip("/")
        with store.snapshot():
            with names_are_values():
                chosen = check_query(store, query)
            body = shifts_feed(store, chosen, root=root)
        return Response(body, mimetype="application/atom+xml")

    return feed


def _upload(uploads: Uploads) -> Answer:
    def upload() -> ResponseReturnValue:
        # A form on another site cannot set this header, so it cannot load files here.
        if request.headers.get("X-Stance") != "upload":
            raise BadFilter("X-Stance", "", "files are sent by the page /load")
        if (request.content_length or 0) > MOST_BYTES:
            raise TooLarge
        name = unquote(request.headers.get("X-File-Name", ""))[:300] or "unnamed"
        return jsonify(token=uploads.save(request.stream, name))

    return upload


def _ready(store: Store) -> Answer:
    def ready() -> ResponseReturnValue:
        store.count(StatementQuery())
        return _plain("ready\n")

    return ready


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")


def _described() -> ResponseReturnValue:
    _refuse_filters("this address takes none")
    return jsonify(openapi())
