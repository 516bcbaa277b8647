// Tables of statements: rows fetched, opened and chosen, columns shown; and the fields of two spans.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { setProps, say } = stance;
  const shown = stance.shown;

  // --- two spans ---------------------------------------------------------------------------

  stance.spanDates = function (...days) {
    const known = days.pop();
    if (!stance.same(days, known)) stance.choose({ spans: days });
  };

  // --- the table ---------------------------------------------------------------------------

  stance.pickRow = function (cell) {
    if (!cell) return;
    // A row can be chosen before its statement is fetched: it is opened as soon as it is there,
    // which may be before Dash tells us of the click.
    const id = cell.rowId || shown.order[cell.rowIndex];
    if (!id) shown.wished = cell.rowIndex;
    else if (id.startsWith("bin ")) stance.openPart(id.split(" "));
    else stance.openStatement(id);
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
    if (at) stance.pickRow(at);
  });

  // --- the endless list -----------------------------------------------------------------------

  const LIST = "statements-grid";
  const list = { asked: 0, waiting: new Map() };

  // The package's own source of rows drops a question that is put twice in the same words.
  stance.beginList = function (search) {
    stance.until(() => listOf(search), (grid) => {
      list.waiting.clear();
      stance.setOrder([]);
      grid.setGridOption("datasource", { getRows: ask });
    });
    return null;
  };

  function listOf(search) {
    const grids = window.dash_ag_grid;
    const grid = grids && document.getElementById(LIST) && grids.getApi(LIST);
    // Before the grid is ready its own source of rows has yet to come, and would replace ours.
    const isReady = grid && !grid.isDestroyed() && grid.getGridOption("datasource");
    return isReady && (grid.getGridOption("context") || {}).search === search && grid;
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
    if (!params) return;
    list.waiting.delete(given.number);
    if (given.refused) {
      shown.wished = null;
      setProps("statements-said", { children: "These rows could not be fetched: load the page anew." });
      params.failCallback();
      return;
    }
    params.successCallback(given.rows, given.length === null ? undefined : given.length);
    number(params.startRow, given.rows, given.length);
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
    const column = cell.getAttribute("col-id");
    const there = "#" + LIST + ' .ag-row[row-index="' + at + '"] [col-id="' + column + '"]';
    stance.until(() => document.querySelector(there), () => grid.isDestroyed() || grid.setFocusedCell(at, column));
  }, true);

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

  stance.showColumn = (name, isShown) => window.dash_ag_grid.getApi(LIST).setColumnsVisible([name], isShown);
})();
