from __future__ import annotations

import json

import pandas as pd

from stance.dashboard.pages.timeline.period_table import period_table

COLUMNS = ["actor", "voice", "period", "frame", "n_statements", "n_with_frame"]
SHARES = ["share", "share_low", "share_high"]


def series(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*COLUMNS, *SHARES])


def told(shown: object) -> str:
    return json.dumps(shown.to_plotly_json(), default=lambda one: one.to_plotly_json())


def test_a_period_has_its_counts_shares_and_intervals() -> None:
    shown = period_table(
        series(
            ("Norway", "own", "2003", "kind", 4, 3, 0.75, 0.4, 0.9),
            ("Norway", "own", "2003", "never", 4, 0, 0.0, 0.0, 0.2),
        ),
        None,
        "utterance",
    )
    text = told(shown)
    assert "3, 75% (40% to 90%)" in text
    assert "Utterances" in text
    assert "never" not in text


def test_without_any_frame_there_is_no_table() -> None:
    bare = series(("Norway", "own", "2003", "never", 4, 0, 0.0, 0.0, 0.2))
    assert period_table(bare, None, "utterance") is None
    assert period_table(series(), None, "utterance") is None
