"""The load page, asked the way the browser asks it."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import build_dashboard
from stance.dashboard.pages.load import progress
from stance.dashboard.pages.load.background_jobs import Failed, Jobs, NoJob, Stopped
from stance.dashboard.pages.load.sent_choices import options_of, reading_of
from stance.errors import BadFilter
from stance.files.reading.drafts import ReadOptions
from stance.loading.files import load_file
from stance.store import Store
from tests.dashboard.conftest import set_off as ask
from tests.dashboard.demo import AT, Waiting, empty_store

MESSY = (
    "Datum;Land;Zitat;Quelle;Seite\n"
    "17.06.2003;China;„nicht geändert“;https://example.org/1;7\n"
    "31.02.2003;China;ein Tag, den es nicht gibt;https://example.org/2;8\n"
).encode("cp1252")
MAP = {
    "renames": {"Datum": "date", "Land": "actor", "Zitat": "text", "Quelle": "source_url"},
    "fills": {"issue": "Crossings"},
}
CP1252 = {"load-encoding.value": "cp1252"}

Put = Callable[[str, bytes], str]
AskLoad = Callable[[str, dict[str, Any]], dict[str, Any]]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer with how work ended, however long a busy machine takes over it."""
    monkeypatch.setattr(progress, "AT_ONCE", 60.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = empty_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def app(store: Store, waiting: Waiting) -> Dash:
    return build_dashboard(store, uploads=waiting)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture
def put(waiting: Waiting) -> Put:
    def put_one(name: str, content: bytes) -> str:
        waiting.files["a"] = (name, content)
        return "a"

    return put_one


def shown(answer: dict[str, Any], id_: str, name: str = "children") -> str:
    return json.dumps(answer[id_][name], ensure_ascii=False)


@pytest.fixture
def messy(put: Put) -> dict[str, Any]:
    return {"load-token.data": put("messy.csv", MESSY), **CP1252, "load-map.data": MAP}


def checked(app: Dash, client: FlaskClient, values: dict[str, Any]) -> dict[str, Any]:
    return ask(app, client, "load-map.data", values)


def test_an_unreadable_encoding_is_asked_for_with_a_sample_of_each(
    app: Dash, client: FlaskClient, put: Put
) -> None:
    asked = {"load-token.data": put("messy.csv", MESSY)}
    answer = ask(app, client, "load-token.data", asked)
    radios = [one["props"] for one in answer["load-encoding"]["children"]]
    samples = {one["value"]: one["label"] for one in radios}
    assert "„nicht" in json.dumps(samples["cp1252"], ensure_ascii=False)
    assert "--encoding" not in json.dumps(answer)


def test_foreign_columns_are_guessed_and_wait_to_be_looked_at(
    app: Dash, client: FlaskClient, messy: dict[str, Any]
) -> None:
    answer = ask(app, client, "load-encoding.value", messy)
    assert "Please look at the 5 columns" in shown(answer, "load-columns")
    header = answer["load-header"]["data"]
    assert (header["sure"], header["names"][0]) == (False, "Datum")
    assert "parted by semicolon" in shown(answer, "load-reading-said")


def test_a_file_in_our_names_needs_no_look(app: Dash, client: FlaskClient, put: Put) -> None:
    asked = {"load-token.data": put("a.csv", b"date,actor,issue,text\n2003,A,b,c\n")}
    assert ask(app, client, "load-token.data", asked)["load-header"]["data"]["sure"]


def test_a_check_shows_each_problem_at_its_cell_and_stores_nothing(
    app: Dash, client: FlaskClient, messy: dict[str, Any], store: Store
) -> None:
    answer = checked(app, client, messy)
    report = shown(answer, "load-report")
    assert "1 row cannot be loaded" in report
    assert report.count("wrong-cell") == 1
    assert answer["load-actions"]["hidden"] is False
    assert store.is_fresh()


def test_a_file_is_loaded_without_its_bad_rows_and_the_bad_ones_can_be_taken_along(
    app: Dash, client: FlaskClient, messy: dict[str, Any], store: Store
) -> None:
    key = checked(app, client, messy)["load-job"]["data"]
    asked = {"load-go.n_clicks": 1, "load-job.data": key, "load-bad-rows.value": "skip"}
    answer = ask(app, client, "load-go.n_clicks", asked)
    assert "messy.csv: loaded" in shown(answer, "load-report")
    assert "Crossings" in shown(answer, "load-report")
    (batch,) = store.batches()
    assert (batch.n_stored, batch.n_refused) == (1, 1)
    file = client.get(f"/load/refused/{answer['load-job']['data']}.csv")
    (row,) = csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))
    assert (row["text"], row["issue"], row["Seite"]) == (
        "ein Tag, den es nicht gibt",
        "Crossings",
        "8",
    )


def test_nothing_is_loaded_where_bad_rows_are_to_be_mended_first(
    app: Dash, client: FlaskClient, messy: dict[str, Any], store: Store
) -> None:
    key = checked(app, client, messy)["load-job"]["data"]
    asked = {"load-go.n_clicks": 1, "load-job.data": key, "load-bad-rows.value": "nothing"}
    answer = ask(app, client, "load-go.n_clicks", asked)
    assert "Nothing was stored" in shown(answer, "load-report")
    assert store.is_fresh()


def test_refused_rows_of_an_unknown_check_are_not_found(client: FlaskClient) -> None:
    answer = client.get("/load/refused/none.csv")
    assert answer.status_code == 404
    assert "Choose the file again" in answer.text


def test_two_hundred_columns_are_shown_within_a_bound(
    app: Dash, client: FlaskClient, put: Put
) -> None:
    header = ",".join(["date,actor,issue,text", *(f"column_{n}" for n in range(196))])
    row = ",".join(["2003,A,b,c", *("x" * 500 for _ in range(196))])
    token = put("wide.csv", f"{header}\n".encode() + f"{row}\n".encode() * 300)
    values = {"load-token.data": token, "load-map.data": {"renames": {}, "fills": {}}}
    assert len(shown(checked(app, client, values), "load-report")) < 5_000_000


BAD: list[Any] = [17, ["x"], {"a": 1}, "x" * 2000, {"renames": 5}, {"renames": {"a": 7}}]


@pytest.mark.parametrize("bad", BAD)
def test_choices_that_no_control_can_make_are_refused_or_ignored(bad: Any) -> None:
    with pytest.raises(BadFilter):
        reading_of(bad, bad, bad, bad)
    if isinstance(bad, dict) and "renames" in bad:
        with pytest.raises(BadFilter):
            options_of(bad)


def test_a_look_alike_is_offered_and_becomes_another_name_on_a_click(
    app: Dash, client: FlaskClient, put: Put, store: Store
) -> None:
    header = b"date,actor,issue,text\n"
    load_file(store, header + b"2003,United States,b,c\n", "a.csv", ReadOptions(), at=AT)
    token = put("b.csv", header + b"2004,Untied States,b,d\n")
    values: dict[str, Any] = {"load-token.data": token, "load-map.data": {"renames": {}}}
    assert "Untied States" in shown(checked(app, client, values), "load-report")
    asked = {"name": "Untied States", "actor": "United States"}
    answer = ask(app, client, "load-alias.data", values | {"load-alias.data": asked})
    assert "resemble known ones" not in shown(answer, "load-report")
    assert store.actor("untied states").name == "United States"
    assert len(store.actors()) == 1


@pytest.mark.parametrize("bad", [{"name": "", "actor": "A"}, {"name": "x", "actor": "nobody"}, 7])
def test_a_name_for_nobody_is_a_sentence(
    app: Dash, client: FlaskClient, put: Put, bad: Any, store: Store
) -> None:
    token = put("a.csv", b"date,actor,issue,text\n2003,A,b,c\n")
    values = {"load-token.data": token, "load-map.data": {"renames": {}}, "load-alias.data": bad}
    answer = ask(app, client, "load-alias.data", values)
    assert "cannot be loaded" in shown(answer, "load-report")
    assert store.is_fresh()


# --- jobs -----------------------------------------------------------------------------


def test_a_job_is_stopped_where_it_next_tells_how_far_it_is() -> None:
    begun, told = Event(), Event()

    def work(progress: Callable[[int, int], None]) -> object:
        begun.set()
        assert told.wait(10)
        progress(1, 2)
        return "done"

    job = Jobs().start("load", work)
    assert begun.wait(10)
    job.stopped.set()
    told.set()
    assert job.over.wait(10)
    assert (job.result, type(job.problem)) == (None, Stopped)


def test_a_job_that_breaks_is_over_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Event()
    monkeypatch.setattr(threading, "excepthook", lambda _: told.set())

    def work(_progress: Callable[[int, int], None]) -> object:
        raise ZeroDivisionError

    job = Jobs().start("load", work)
    assert job.over.wait(10)
    assert isinstance(job.problem, Failed)
    assert told.wait(10)


def test_the_oldest_finished_jobs_give_way() -> None:
    jobs = Jobs()
    first = jobs.start("check", lambda _progress: "one")
    assert first.over.wait(10)
    for _ in range(40):
        assert jobs.start("check", lambda _progress: "more").over.wait(10)
    with pytest.raises(NoJob):
        jobs.get(first.key)


def test_a_refused_date_names_the_choice_on_the_page_and_no_option(
    app: Dash, client: FlaskClient, put: Put
) -> None:
    rows = b"date,actor,issue,text\n03/04/2003,China,Crossings,words\n"
    sent = {"load-token.data": put("open.csv", rows), "load-map.data": {"renames": {}, "fills": {}}}
    answer = checked(app, client, sent)
    said = shown(answer, "load-report")
    assert said.count("choose the order of day and month above") == 2
    assert "--date-order" not in json.dumps(answer)
    key = answer["load-job"]["data"]
    assert "--date-order" not in client.get(f"/load/refused/{key}.csv").text


def test_a_missing_column_names_no_option(app: Dash, client: FlaskClient, put: Put) -> None:
    sent = {"load-token.data": put("a.csv", b"date,actor,text\n2003,China,words\n")}
    answer = checked(app, client, sent | {"load-map.data": {"renames": {}, "fills": {}}})
    assert "say above which column is the issue" in shown(answer, "load-report")
