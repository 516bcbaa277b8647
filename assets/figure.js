// A figure in the browser: drawn as it came, coloured for light or dark, and followed by what
// takes longer.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { setProps } = stance;

  // What each page's figure says about its marks, by the page's key.
  const drawn = {};

  function here() {
    return drawn[stance.shown.page] || { told: new Map(), labels: {}, height: 0 };
  }

  function part(name) {
    return stance.shown.page + "-" + name;
  }

  function plot() {
    return document.querySelector("#" + part("graph") + " .js-plotly-plot");
  }

  // --- light and dark ----------------------------------------------------------------------

  function recolour(value, twins) {
    if (typeof value === "string") return recolourText(value, twins);
    if (Array.isArray(value)) return value.map((one) => recolour(one, twins));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, recolour(one, twins)]));
    }
    return value;
  }

  function recolourText(text, twins) {
    if (text[0] === "#") return twins[text] || text;
    if (!text.includes("color:#")) return text;
    return text.replace(/#[0-9a-f]{6}/g, (colour) => twins[colour] || colour);
  }

  // The last drawing of each page, as it came and as it was read.
  const dressed = {};
  let marks = null;

  function dresser(page) {
    return (text, theme, twins) => {
      requestAnimationFrame(() => setTimeout(stance.askRail));
      if (!text) return window.dash_clientside.no_update;
      const before = dressed[page] || {};
      const drawing = text === before.text ? before.drawing : unpacked(JSON.parse(text));
      dressed[page] = { text: text, drawing: drawing, theme: theme, twins: twins };
      const isOnlyTheme = text === before.text && theme !== before.theme;
      if (!isOnlyTheme) present(page, drawing);
      return coloured(joined(drawing), theme, twins);
    };
  }

  // A dot comes with the place of its statement, and means it by its id.
  function unpacked(drawing) {
    const statements = (drawing.layout.meta || {}).statements || [];
    drawing.data.filter((trace) => trace.customdata && Number.isInteger(trace.customdata[0])).forEach((trace) => {
      trace.customdata = trace.customdata.map((place) => ["statement", statements[place][0]]);
    });
    return drawing;
  }

  function present(page, drawing) {
    remember(page, drawing);
    if (page === "timeline") {
      stance.showView();
      const tested = document.getElementById("timeline-tested");
      if (tested && tested.hasChildNodes()) setProps("timeline-tested", { children: null });
    }
    watch(100);
    const card = document.getElementById(page + "-card");
    if (card) card.classList.remove("is-waiting");
    stance.nameTab();
    askLater(page);
    stance.keep(page + "-graph", { style: { height: drawing.layout.height + "px" } });
  }

  // A search for shifts can take seconds: the next figure must not wait for the last one's marks.
  stance.layOver = function (found) {
    marks = found;
    const { drawing, theme, twins } = dressed.timeline || {};
    if (drawing && isMarked()) setProps("timeline-graph", { figure: coloured(joined(drawing), theme, twins) });
  };

  // Shifts, claims and denials come after the figure, and belong to one address only.
  function isMarked() {
    return Boolean(marks) && JSON.stringify(marks.address) === JSON.stringify(stance.shown.address);
  }

  function joined(drawing) {
    if (!isMarked()) return drawing;
    const layout = Object.assign({}, drawing.layout, {
      shapes: drawing.layout.shapes.concat(marks.shapes),
      annotations: drawing.layout.annotations.filter((one) => one.name !== "waiting").concat(marks.annotations),
    });
    return { data: drawing.data.concat(marks.data), layout: layout };
  }

  // What takes longer (shifts, the note on the source) is asked for when the figure stands.
  let asking = null;
  function askLater(page) {
    if (page !== stance.shown.page) return;
    clearTimeout(asking);
    asking = setTimeout(() => setProps(page + "-drawn", { data: stance.shown.address }), 400);
  }

  stance.dress = dresser("timeline");
  stance.dressCompare = dresser("compare");

  // The tab is named by what the page found.
  stance.nameTab = function () {
    const title = document.getElementById(part("title"));
    if (title && title.textContent) document.title = title.textContent + " · Stance";
  };

  function coloured(drawing, theme, twins) {
    if (theme !== "dark") return drawing;
    const layout = Object.assign({}, drawing.layout);
    const meta = layout.meta;
    delete layout.meta;
    const dark = recolour({ data: drawing.data.map(bare), layout: layout }, twins);
    dark.data.forEach((trace, at) => Object.assign(trace, kept(drawing.data[at])));
    dark.layout.meta = meta;
    return dark;
  }

  // Positions and meanings hold no colours: they are passed on as they are.
  function kept(trace) {
    return { x: trace.x, y: trace.y, customdata: trace.customdata };
  }

  function bare(trace) {
    const rest = Object.assign({}, trace);
    ["x", "y", "customdata"].forEach((name) => delete rest[name]);
    return rest;
  }

  function remember(page, drawing) {
    const meta = drawing.layout.meta || {};
    const statements = meta.statements || [];
    drawn[page] = {
      told: new Map(statements.map((one) => [one[0], one])),
      labels: Object.fromEntries(meta.frames || []),
      height: drawing.layout.height,
      isBinned: Boolean(meta.binned),
    };
    stance.followOrder();
  }

  // Previous and next walk through what the page in sight has drawn.
  stance.followOrder = function () {
    if (drawn[stance.shown.page]) stance.setOrder([...here().told.keys()]);
  };

  // The graph mounts its plot late and once: wait for it, then follow every drawing.
  const watched = new WeakSet();
  function watch(tries) {
    const gd = plot();
    if (gd && gd.on && !watched.has(gd)) {
      watched.add(gd);
      gd.on("plotly_afterplot", stance.tieChosen);
      gd.on("plotly_relayout", closer);
      gd.on("plotly_clickannotation", (click) => click.annotation.name && stance.go(click.annotation.name));
      stance.tieChosen();
    } else if (!gd || !watched.has(gd)) {
      if (tries) setTimeout(() => watch(tries - 1), 60);
    }
  }

  // Bubbles stand for too many statements to send: a closer look asks the server for the span.
  function closer(change) {
    const span = change["xaxis.range"] || [change["xaxis.range[0]"], change["xaxis.range[1]"]];
    const other = change["xaxis2.range"] || [change["xaxis2.range[0]"], change["xaxis2.range[1]"]];
    const [from, to] = span[0] ? span : other;
    if (!here().isBinned || stance.shown.page !== "timeline" || !from || !to) return;
    const query = new URLSearchParams(location.search);
    query.set("from", String(from).slice(0, 10));
    query.set("to", String(to).slice(0, 10));
    stance.go(location.pathname + "?" + query.toString());
  }

  // On a narrow screen a finger on the figure means to move the page: plotly is told of taps alone.
  document.addEventListener("touchstart", (event) => {
    if (stance.isNarrow() && event.target.closest(".js-plotly-plot")) event.stopPropagation();
  }, { capture: true, passive: true });

  stance.drawing = { plot: plot, here: here, part: part };
})();
