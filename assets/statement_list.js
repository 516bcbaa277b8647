// What tables and forms of pages do: rows opened and chosen, columns shown, spans typed.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { setProps, say } = stance;
  const shown = stance.shown;

  // --- two spans ---------------------------------------------------------------------------

  stance.spanDates = function (...days) {
    const known = days.pop();
    if (JSON.stringify(days) !== JSON.stringify(known)) stance.choose({ spans: days });
  };

  // --- the table ---------------------------------------------------------------------------

  stance.pickRow = function (cell) {
    if (!cell) return;
    // A row can be chosen before its statement is fetched: it is opened as soon as it is there.
    if (!cell.rowId) shown.wished = cell.rowIndex;
    else if (cell.rowId.startsWith("bin ")) stance.openBin(cell.rowId);
    else stance.openStatement(cell.rowId);
  };

  // Rows are drawn anew when their statements come. A press that is let go on the new row is no
  // click to the browser, and a key finds the keyboard on no cell: both mean the row all the same.
  let pressed = null;

  function cellOf(event) {
    const cell = event.target.closest(".ag-row .ag-cell");
    return cell && { cell, name: cell.parentNode.getAttribute("row-index") + " " + cell.getAttribute("col-id") };
  }

  document.addEventListener("mousedown", (event) => { pressed = event.button === 0 ? cellOf(event) : null; }, true);

  document.addEventListener("mouseup", (event) => {
    const isLost = pressed && !pressed.cell.isConnected;
    if (isLost && (cellOf(event) || {}).name === pressed.name) event.target.click();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.target.classList.contains("ag-cell")) event.target.click();
    if (event.target !== document.body || !document.getElementById(LIST)) return;
    const at = window.dash_ag_grid.getApi(LIST).getFocusedCell();
    if (at) stance.pickRow({ rowIndex: at.rowIndex, rowId: shown.order[at.rowIndex] });
  });

  const WIDE = ["date", "actor", "voice", "frames", "source"];

  stance.fitColumns = function (id, tries = 40) {
    if (!stance.isNarrow()) return;
    const grid = document.getElementById(id);
    if (!window.dash_ag_grid || !grid || !grid.querySelector(".ag-row")) {
      if (tries) setTimeout(() => stance.fitColumns(id, tries - 1), 100);
      return;
    }
    window.dash_ag_grid.getApi(id).setColumnsVisible(WIDE, false);
  };

  stance.fitTable = function () {
    stance.fitColumns("timeline-grid");
    return null;
  };

  // --- the endless list -----------------------------------------------------------------------

  const NARROW_ROW = 158;
  const LIST = "statements-grid";
  const list = { asked: 0, waiting: new Map() };

  // The package's own source of rows drops a question that is put twice in the same words.
  stance.beginList = function (search, length) {
    whenListed(search, (api) => {
      list.waiting.clear();
      list.length = length;
      stance.setOrder([]);
      if (stance.isNarrow()) {
        api.setGridOption("rowHeight", NARROW_ROW);
        api.setColumnsVisible(WIDE, false);
      }
      api.setGridOption("datasource", { getRows: ask });
    });
    return null;
  };

  function whenListed(search, begin, tries = 200) {
    const grids = window.dash_ag_grid;
    const grid = grids && document.getElementById(LIST) && grids.getApi(LIST);
    // Before the grid is ready its own source of rows has yet to come, and would replace ours.
    const isReady = grid && !grid.isDestroyed() && grid.getGridOption("datasource");
    const context = isReady && grid.getGridOption("context");
    if (context && context.search === search) begin(grid);
    else if (tries) setTimeout(() => whenListed(search, begin, tries - 1), 25);
  }

  function ask(params) {
    list.asked += 1;
    list.waiting.set(list.asked, params);
    followSorting(params.sortModel);
    const { startRow, endRow, sortModel } = params;
    setProps("statements-asked", { data: { number: list.asked, startRow, endRow, sortModel } });
  }

  stance.listRows = function (given) {
    const params = given && list.waiting.get(given.number);
    if (!params) return null;
    list.waiting.delete(given.number);
    if (given.refused) {
      shown.wished = null;
      setProps("statements-said", { children: "These rows could not be fetched: load the page anew." });
      params.failCallback();
      return null;
    }
    params.successCallback(given.rows, given.length === null ? undefined : given.length);
    number(params.startRow, given.rows, given.length);
    return null;
  };

  // The list knows its rows by number; those not fetched yet leave gaps in its order.
  function number(start, rows, length) {
    const order = shown.order.slice();
    if (!order.length && length) say(length.toLocaleString("en") + (length === 1 ? " statement" : " statements"));
    rows.forEach((row, at) => { order[start + at] = row.id; });
    if (length !== null) order.length = length;
    stance.setOrder(order);
    const wished = shown.wished !== null && order[shown.wished];
    if (!wished) return;
    shown.wished = null;
    stance.openStatement(wished);
  }

  // The statement that stands next in the list may not have been fetched: scroll there first.
  stance.fetchRow = function (at) {
    if (shown.page !== "statements" || at < 0 || at >= shown.order.length) return;
    shown.wished = at;
    window.dash_ag_grid.getApi(LIST).ensureIndexVisible(at);
  };

  // The grid lets go of the keyboard where it leaps to a row that is not drawn yet.
  document.addEventListener("keydown", (event) => {
    const isFar = event.ctrlKey && (event.key === "Home" || event.key === "End");
    const cell = isFar && event.target.closest("#" + LIST + " .ag-cell");
    if (!cell) return;
    event.preventDefault();
    event.stopPropagation();
    const grid = window.dash_ag_grid.getApi(LIST);
    const at = event.key === "Home" ? 0 : grid.getDisplayedRowCount() - 1;
    grid.ensureIndexVisible(at);
    focusRow(grid, at, cell.getAttribute("col-id"));
  }, true);

  function focusRow(grid, at, column, tries = 40) {
    if (grid.isDestroyed() || !tries) return;
    const isDrawn = document.querySelector("#" + LIST + ' .ag-row[row-index="' + at + '"] [col-id="' + column + '"]');
    if (isDrawn) grid.setFocusedCell(at, column);
    else setTimeout(() => focusRow(grid, at, column, tries - 1), 25);
  }

  function followSorting(sortModel) {
    const isNewest = Boolean(sortModel[0] && sortModel[0].sort === "desc");
    if (isNewest !== (stance.wanted("order") === "newest")) stance.choose({ order: isNewest ? "newest" : "" });
  }

  stance.countChosen = function (rows) {
    const ids = (rows || []).map((row) => row.id);
    const n = ids.length;
    const most = Number(document.getElementById("statements-export").dataset.most);
    const named = n.toLocaleString("en") + (n === 1 ? " chosen row" : " chosen rows");
    let told = "Save the chosen rows (CSV)";
    if (n > most) told = named + ": choose at most " + most.toLocaleString("en");
    else if (n) told = "Save " + named + " (CSV)";
    setProps("statements-export", { disabled: !n || n > most, children: told });
    return n > most ? [] : ids;
  };

  stance.toggleColumn = function (button) {
    const isShown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isShown));
    window.dash_ag_grid.getApi("statements-grid").setColumnsVisible([button.dataset.column], isShown);
  };
})();
