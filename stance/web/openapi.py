"""The addresses of files and of the API, described as OpenAPI for the programs that read them."""

from __future__ import annotations

from typing import Any

from stance import __version__
from stance.answers.tables import EXPORTS
from stance.files.writing import FORMATS
from stance.filters import AGAINST, DEFAULT_LIMIT, FILTERS, MOST_LIMIT, REPEATABLE, SPLIT

PAGING = ("limit", "after")
EXCEL = "excel"

Described = dict[str, Any]


def openapi() -> Described:
    """Describe every address but the pages, which are for persons."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Stance", "version": __version__},
        "paths": {
            **{f"/api/v1/{what}.json": {"get": _page(what)} for what in EXPORTS},
            **{
                f"/export/{what}.{suffix}": {"get": _file(what, suffix)}
                for what in EXPORTS
                for suffix in FORMATS
            },
            "/export/store.zip": {"get": _answer("Everything in one ZIP.", "application/zip")},
            "/export/codebook/{issue}.yaml": {
                "get": _answer(
                    "The newest codebook, as `codebook apply` takes it.",
                    "application/yaml",
                    [_in_path("issue")],
                )
            },
            "/feed/shifts.atom": {
                "get": _answer(
                    "The latest shifts, as Atom.", "application/atom+xml", _filters("shifts")
                )
            },
            "/upload": {"post": _upload()},
            "/load/refused/{key}.csv": {
                "get": _answer(
                    "The refused rows of a file that the page /load checked.",
                    "text/csv",
                    [_in_path("key")],
                )
            },
            "/api/v1/openapi.json": {"get": _answer("This description.", "application/json")},
            "/healthz": {"get": _answer("Whether the server answers.", "text/plain")},
            "/readyz": {
                "get": _answer("Whether its store answers.", "text/plain")
                | {"responses": _responses("text/plain") | {"503": _said("the store does not")}}
            },
        },
    }


def _page(what: str) -> Described:
    rows = {"type": "array", "items": {"type": "object"}}
    body = {"rows": rows, "next": {"type": ["string", "null"]}}
    schema = {"type": "object", "required": list(body), "properties": body}
    parameters = [*_filters(what), *(_parameter(name) for name in PAGING)]
    return {
        "summary": f"The rows of {what}.csv, a page at a time; `next` is the next page's `after`.",
        "parameters": parameters,
        "responses": _responses("application/json", schema),
    }


def _file(what: str, suffix: str) -> Described:
    also = [_parameter(EXCEL)] if suffix == "csv" else []
    media_type = FORMATS[suffix].media_type.partition(";")[0]
    return _answer(f"The table {what} as a file.", media_type, [*_filters(what), *also])


def _upload() -> Described:
    headers = [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in ("X-Stance", "X-File-Name")
    ]
    content: Described = {"application/octet-stream": {}}
    answer = _answer("Receives a file for the page /load.", "application/json", headers)
    return answer | {"requestBody": {"required": True, "content": content}}


def _answer(summary: str, media_type: str, parameters: list[Described] | None = None) -> Described:
    return {"summary": summary, "parameters": parameters or [], "responses": _responses(media_type)}


def _responses(media_type: str, schema: Described | None = None) -> Described:
    return {
        "200": {"description": "as asked", "content": {media_type: {"schema": schema or {}}}},
        "400": _said("a value that cannot be used"),
        "404": _said("what there is not"),
    }


def _said(what: str) -> Described:
    error = {"type": "object", "properties": {"error": {"type": "string"}}}
    content = {"application/json": {"schema": error}}
    return {"description": f"{what}, in a sentence", "content": content}


def _filters(what: str) -> list[Described]:
    if what != "keyness":
        return [_parameter(name) for name in FILTERS]
    return [_parameter(name) for name in (*FILTERS, SPLIT, *(AGAINST + name for name in FILTERS))]


def _in_path(name: str) -> Described:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _parameter(name: str) -> Described:
    one: Described = {"type": "string"}
    if name == "limit":
        one = {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT}
    if name == EXCEL:
        one = {"enum": ["1"]}
    is_many = name.removeprefix(AGAINST) in REPEATABLE
    schema = {"type": "array", "items": one} if is_many else one
    return {"name": name, "in": "query", "required": False, "schema": schema}
