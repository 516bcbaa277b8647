from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import build_server
from db.store import SqlStore
from stance.analysis.wordings.codebook import parse_codebook
from stance.answers import shifts
from stance.answers.tables import EXPORTS
from stance.errors import Unknown
from stance.files.writing import FORMATS
from stance.filters import DEFAULT_LIMIT, parse_page, parse_query
from stance.loading.copies import fill_from
from stance.records import Codings
from stance.web import routes
from stance.web.uploads import TooLarge, Uploads
from tests.conftest import NewStore
from tests.dashboard.demo import demo_store
from tests.db.planted import apply, codebook, load, said

_ATOM = "{http://www.w3.org/2005/Atom}"
MAIN = "issue=north-korean-refugees-in-china&actor=China&voice=own"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    store = demo_store(tmp_path_factory.mktemp("api"))
    yield build_server(store)
    store.close()


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    return server.test_client()


def test_a_file_holds_the_statements_its_address_chooses(client: FlaskClient) -> None:
    answer = client.get(f"/export/statements.csv?{MAIN}")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 109
    assert {row["voice"] for row in rows} == {"own"}
    assert len({row["utterance"] for row in rows}) == 69


def test_the_json_twin_has_the_same_rows(client: FlaskClient) -> None:
    as_csv = list(csv.DictReader(io.StringIO(client.get(f"/export/series.csv?{MAIN}").text)))
    as_json = client.get(f"/export/series.json?{MAIN}").get_json()
    assert [row["period"] for row in as_csv] == [row["period"] for row in as_json]
    assert [float(row["share"]) for row in as_csv] == [row["share"] for row in as_json]


@pytest.mark.parametrize(
    "what", ["statements", "series", "codings", "links", "first-uses", "shifts"]
)
def test_the_pages_of_the_api_add_up_to_the_file(client: FlaskClient, what: str) -> None:
    whole = client.get(f"/export/{what}.json?{MAIN}").get_json()
    rows: list[object] = []
    after = ""
    while after is not None:
        page = client.get(f"/api/v1/{what}.json?{MAIN}&limit=50&after={after}").get_json()
        assert 0 < len(page["rows"]) <= 50
        rows += page["rows"]
        after = page["next"]
    assert rows == whole


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/export/statements.csv?actor=Nobody", 400),
        ("/export/statements.csv?colour=red", 400),
        ("/export/statements.csv?from=yesterday", 400),
        ("/api/v1/statements.json?limit=501", 400),
        ("/api/v1/series.json?after=x", 400),
        ("/export/nothing.csv", 404),
        ("/export/statements.doc", 404),
        ("/api/v1/nothing.json", 404),
    ],
)
def test_what_cannot_be_answered_says_why(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert len(answer.get_json()["error"]) > 20


@pytest.mark.parametrize("address", ["/export/nope.csv", "/api/v1/nope.json"])
def test_an_export_there_is_not_is_told_with_those_there_are(
    client: FlaskClient, address: str
) -> None:
    told = client.get(address).get_json()["error"]
    assert told.startswith("There is no export 'nope': the exports are statements, codings, ")
    assert told.endswith("keyness.")


def test_only_our_own_page_can_send_files(client: FlaskClient) -> None:
    assert client.post("/upload", data=b"x").status_code == 400
    sent = client.post("/upload", data=b"x", headers={"X-Stance": "upload", "X-File-Name": "../x"})
    assert set(sent.get_json()) == {"token"}


def test_a_file_that_is_too_large_is_told_the_limit_that_pages_and_docs_name() -> None:
    assert str(TooLarge()).startswith("The file is larger than 200 MB: split it")


def test_the_description_holds_every_address_that_is_no_page(
    server: Flask, client: FlaskClient
) -> None:
    described = client.get("/api/v1/openapi.json").get_json()["paths"]
    of_pages = ("/_", "/assets/", "/<path:path>")
    expanded = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in server.url_map.iter_rules()
        if rule.rule != "/" and not rule.rule.startswith(of_pages)
    }
    for table in ("/api/v1/{what}.json", "/export/{what}.{suffix}"):
        expanded.remove(table)
    tables = {f"/api/v1/{what}.json" for what in EXPORTS}
    files = {f"/export/{what}.{suffix}" for what in EXPORTS for suffix in FORMATS}
    assert set(described) == expanded | tables | files
    for path, methods in described.items():
        for each in methods.values():
            in_path = [one["name"] for one in each["parameters"] if one["in"] == "path"]
            assert in_path == re.findall(r"{(\w+)}", path)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_server_tells_in_plain_text_that_it_answers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")


@pytest.mark.parametrize(
    "path", ["/export/codebook/north-korean-refugees-in-china.yaml", "/api/v1/openapi.json"]
)
def test_what_has_no_filters_takes_none(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.get(f"{path}?voice=own").status_code == 400


def test_a_file_names_its_letters_once(client: FlaskClient) -> None:
    assert client.get("/export/series.csv").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_the_feed_names_the_sure_shift_of_the_file_and_leads_to_its_page(
    new_store: NewStore,
) -> None:
    store = new_store()
    turned = [
        said(f"t{n}", f"20{n:02}-05-01", frames="old" if n < 14 else "new") for n in range(28)
    ]
    steady = [
        said(f"s{n}", f"20{n:02}-06-01", frames="old" if n % 2 else "new", actor="Norway")
        for n in range(28)
    ]
    load(store, *turned, *steady)
    client = build_server(store).test_client()
    rows = client.get("/export/shifts.json").get_json()
    verdicts = {row["actor"]: row["verdict"] for row in rows}
    assert verdicts == {"China": "shift", "Norway": "too_few"}
    (key,) = {row["shift"] for row in rows if row["actor"] == "China"}
    as_csv = list(csv.DictReader(io.StringIO(client.get("/export/shifts.csv").text)))
    assert [row["shift"] for row in as_csv] == [row["shift"] for row in rows]
    answer = client.get("/feed/shifts.atom")
    assert answer.mimetype == "application/atom+xml"
    (entry,) = ET.fromstring(answer.data).iter(f"{_ATOM}entry")  # noqa: S314 - our own feed
    assert entry.findtext(f"{_ATOM}title") == "China on crossings"
    assert "'new' in 0 of 14 before, 14 of 14 after" in (entry.findtext(f"{_ATOM}summary") or "")
    link = entry.find(f"{_ATOM}link")
    assert link is not None
    address = link.get("href", "")
    assert f"/shift/{key}?" in address
    assert client.get(address).status_code == 200
    assert client.get("/feed/shifts.atom?actor=Norway").data.count(b"<entry>") == 0
    assert client.get("/feed/shifts.atom?voice=loud").status_code == 400


def test_what_a_feed_tells_is_found_again_under_its_filters(new_store: NewStore) -> None:
    store = new_store()
    apply(store, codebook())
    texts = {1990 + n: "illegal" if n < 10 else "humane" for n in range(20)}
    # Persons found no frame in any, so that only the dictionary tells of a shift.
    load(
        store,
        *(
            said(f"{year}-{n}", f"{year}-0{n}", text=f"It is {word}, {n}.", frames="none")
            for year, word in texts.items()
            for n in (1, 5, 9)
        ),
    )
    client = build_server(store).test_client()

    def told(search: str) -> ET.Element:
        return ET.fromstring(client.get(f"/feed/shifts.atom{search}").data)  # noqa: S314 - ours

    assert told("").find(f"{_ATOM}entry") is None
    feed = told("?codings=dictionary")
    assert feed.findtext(f"{_ATOM}id", "").endswith("/feed/shifts.atom?codings=dictionary")
    (link,) = [each.get("href", "") for each in feed.iterfind(f"{_ATOM}entry/{_ATOM}link")]
    at = urlsplit(link)
    key, query = at.path.rpartition("/")[2], parse_query(parse_qsl(at.query))
    assert shifts.find(store, query, key).key == key
    with pytest.raises(Unknown):
        shifts.find(store, replace(query, codings=Codings.EFFECTIVE), key)


def test_keyness_needs_two_sides(client: FlaskClient) -> None:
    assert client.get(f"/export/keyness.csv?{MAIN}").status_code == 400
    split = client.get(f"/export/keyness.csv?{MAIN}&split=2003-06-17")
    against = client.get(f"/export/keyness.csv?{MAIN}&to=2003-06-16&against.from=2003-06-17")
    assert split.status_code == 200
    assert split.data == against.data
    assert split.text.splitlines()[0].startswith("word,n_before,n_before_with")


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
@pytest.mark.parametrize("what", ["statements", "series", "first-uses"])
def test_binary_files_have_the_rows_of_the_csv(client: FlaskClient, what: str, suffix: str) -> None:
    as_csv = client.get(f"/export/{what}.csv?{MAIN}").get_data(as_text=True)
    answer = client.get(f"/export/{what}.{suffix}?{MAIN}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'stance-{what}.{suffix}"')
    file = io.BytesIO(answer.data)
    found = pd.read_parquet(file) if suffix == "parquet" else pd.read_excel(file, engine="openpyxl")
    expected = pd.read_csv(io.StringIO(as_csv))
    assert list(found.columns) == list(expected.columns)
    assert len(found) == len(expected) > 0


def test_a_byte_mark_is_put_before_a_csv_only_where_it_is_asked_for(client: FlaskClient) -> None:
    plain = client.get(f"/export/series.csv?{MAIN}").data
    assert client.get(f"/export/series.csv?{MAIN}&excel=1").data == b"\xef\xbb\xbf" + plain
    assert client.get(f"/export/series.csv?{MAIN}&excel=yes").status_code == 400


def test_what_a_workbook_cannot_hold_is_refused_before_its_first_byte(store: SqlStore) -> None:
    load(store, said("long", text="word " * 7000))
    bare, uploads = Flask("bare"), Uploads()
    routes.register(bare, store, uploads)
    client = bare.test_client()
    answer = client.get("/export/statements.xlsx")
    assert answer.status_code == 400
    assert "The text of /statement/long" in answer.get_json()["error"]
    assert client.get("/export/statements.csv").status_code == 200


def test_everything_is_one_address_away_and_fills_an_empty_store(
    client: FlaskClient, new_store: NewStore, tmp_path: Path
) -> None:
    answer = client.get("/export/store.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    (tmp_path / "a.zip").write_bytes(answer.data)
    assert fill_from(new_store(), tmp_path / "a.zip").n_statements == 225
    refused = client.get("/export/store.zip?issue=x")
    assert (refused.status_code, "taken out whole" in refused.get_json()["error"]) == (400, True)


def test_a_codebook_is_taken_out_as_the_text_that_is_taken_in(client: FlaskClient) -> None:
    answer = client.get("/export/codebook/north-korean-refugees-in-china.yaml")
    assert parse_codebook(answer.text).frame_ids[0] == "illegal_migration"
    assert client.get("/export/codebook/nothing.yaml").status_code == 404


def test_a_limit_that_is_left_open_is_the_default_for_the_api_as_on_a_page(
    client: FlaskClient,
) -> None:
    for search in ("", "limit=", "limit=100"):
        answer = client.get(f"/api/v1/statements.json?{search}").get_json()
        assert len(answer["rows"]) == DEFAULT_LIMIT
        assert parse_page(parse_qsl(search, keep_blank_values=True)).limit == DEFAULT_LIMIT


@pytest.mark.parametrize("limit", ["0", "501", "1" + "0" * 5000, "00000000500000", "-1", "ten"])
def test_a_page_is_never_larger_than_promised(client: FlaskClient, limit: str) -> None:
    for what in ("series", "statements"):
        assert client.get(f"/api/v1/{what}.json?limit={limit}").status_code == 400


def test_what_only_a_page_needs_is_passed_over_everywhere(client: FlaskClient) -> None:
    for what in ("series", "statements"):
        assert client.get(f"/api/v1/{what}.json?view=table").status_code == 200
