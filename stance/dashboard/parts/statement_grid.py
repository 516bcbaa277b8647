"""The grid of statements: it fetches blocks of rows as it is scrolled, by keyset."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import dash_ag_grid as dag
from dash.development.base_component import Component

from stance.answers.codebooks import codebook_or_none
from stance.dashboard.parts.components import grid_theme
from stance.dashboard.parts.row_requests import Block, Places, nearest, read_places, with_place
from stance.dashboard.parts.statement_rows import entry_columns, entry_rows
from stance.errors import NotFound
from stance.filters import PageState, page_string
from stance.records import Entry, search_terms
from stance.store import Reading

GRID = "statements-grid"
_MOST_BLOCKS = 20
_ROW, _NARROW_ROW = 68, 158
"""Heights of a row in pixels."""

Answer = tuple[dict[str, Any], dict[str, Any]]
"""Rows with the list's length, and the places known now with the order they hold for."""


def statement_grid(state: PageState, n: int, *, is_narrow: bool) -> Component:
    """Lay out the grid; rows come once it is there. `n` is how long the list is thought to be."""
    order = "desc" if state.newest_first else "asc"
    columns = [
        column | {"sort": order, "sortingOrder": ["asc", "desc"]}
        if column["field"] == "date"
        else column
        for column in entry_columns(search_terms(state.query.text), is_narrow=is_narrow)
    ]
    grid: Component = dag.AgGrid(
        id=GRID,
        columnDefs=columns,
        rowModelType="infinite",
        getRowId="params.data.id",
        defaultColDef={
            "sortable": False,
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "cellDataType": False,
        },
        dashGridOptions={
            "theme": grid_theme(),
            "rowHeight": _NARROW_ROW if is_narrow else _ROW,
            "animateRows": False,
            "rowSelection": {
                "mode": "multiRow",
                "enableClickSelection": False,
                "headerCheckbox": False,
            },
            "selectionColumnDef": {"headerName": "Chosen", "headerClass": "unseen-heading"},
            "cacheBlockSize": state.limit,
            "maxBlocksInCache": _MOST_BLOCKS,
            "infiniteInitialRowCount": max(n, 1),
            # A second question put meanwhile would make the answer to the first be dropped.
            "maxConcurrentDatasourceRequests": 1,
            "context": {"search": page_string(state)},
            "blockLoadDebounceMillis": 60,
        },
        style={"height": "calc(100vh - 236px)", "minHeight": "320px"},
    )
    return grid


def answer_block(
    store: Reading, state: PageState, block: Block, known: Any, length: int | None
) -> Answer:
    """Fetch a block from the nearest place known; `length` is the list's, where it was counted."""
    newest_first = state.newest_first if block.newest_first is None else block.newest_first
    ordered = replace(state, newest_first=newest_first)
    places = read_places(known, newest_first=newest_first)
    try:
        found = _found(store, ordered, block, places)
    except NotFound:
        # A place of the list may have left the store since.
        places = ()
        found = _found(store, ordered, block, places)
    if found:
        places = with_place(places, block.start + len(found), found[-1].statement.id)
    issues = {entry.statement.issue for entry in found}
    codebooks = {issue: codebook_or_none(store, issue) for issue in issues}
    rows = entry_rows(found, codebooks, search_terms(state.query.text))
    if length is not None:
        length = max(length, block.end)
    if len(found) < block.size:
        # A short block ends the list, whatever was counted.
        length = block.start + len(found)
    return {"rows": rows, "length": length}, {"newest_first": newest_first, "places": list(places)}


def _found(store: Reading, state: PageState, block: Block, places: Places) -> list[Entry]:
    row, after = nearest(places, block.start, state.after)
    found = store.statements(
        state.query,
        after=after,
        limit=block.size,
        newest_first=state.newest_first,
        skip=block.start - row,
    )
    return list(found)
