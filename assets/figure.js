// A figure in the browser: drawn as it came, coloured for light or dark, and followed by what
// takes longer.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { setProps, shown } = stance;

  // What each page's figure says about its marks, by the page's key.
  const drawn = {};

  const here = () => drawn[shown.page] || { told: new Map(), labels: {}, height: 0 };
  const part = (name) => shown.page + "-" + name;
  const plot = () => document.querySelector("#" + part("graph") + " .js-plotly-plot");

  // --- drawing -----------------------------------------------------------------------------

  // The last drawing of each page, as it came and as it was read.
  const dressed = {};
  let marks = null;

  function dresser(page) {
    return (text, theme, twins) => {
      if (!text) return window.dash_clientside.no_update;
      const before = dressed[page] || {};
      const isNew = text !== before.text;
      const drawing = isNew ? unpacked(JSON.parse(text)) : before.drawing;
      dressed[page] = { text: text, drawing: drawing, theme: theme, twins: twins };
      if (isNew || theme === before.theme) present(page, drawing);
      return finished(page);
    };
  }

  stance.dress = dresser("timeline");
  stance.dressCompare = dresser("compare");

  function finished(page) {
    const { drawing, theme, twins } = dressed[page];
    const whole = page === "timeline" ? joined(drawing) : drawing;
    return theme === "dark" ? darkened(whole, twins) : whole;
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
    stance.until(() => (plot() || {}).on && plot(), watch);
    document.getElementById(page + "-card").classList.remove("is-waiting");
    stance.nameTab();
    askLater(page);
    stance.keep(page + "-graph", { style: { height: drawing.layout.height + "px" } });
  }

  // The tab is named by what the page found.
  stance.nameTab = function () {
    const title = document.getElementById(part("title"));
    if (title && title.textContent) document.title = title.textContent + " · Stance";
  };

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
    if (drawn[shown.page]) stance.setOrder([...here().told.keys()]);
  };

  // --- light and dark ----------------------------------------------------------------------

  const COLOURS = /(?<="|color:)#[0-9a-f]{6}/g;

  // The meaning of marks holds people's words, in which what looks like a colour is none.
  function darkened(drawing, twins) {
    const { meta, ...layout } = drawing.layout;
    const text = JSON.stringify({ data: drawing.data, layout: layout });
    const dark = JSON.parse(text.replace(COLOURS, (colour) => twins[colour] || colour));
    dark.layout.meta = meta;
    return dark;
  }

  // --- what takes longer -------------------------------------------------------------------

  // Shifts and the note on the source are asked for when the figure stands.
  let asking = null;
  function askLater(page) {
    if (page !== shown.page) return;
    clearTimeout(asking);
    asking = setTimeout(() => setProps(page + "-drawn", { data: shown.address }), 400);
  }

  // A search for shifts can take seconds: the next figure must not wait for the last one's marks.
  stance.layOver = function (found) {
    marks = found;
    if (dressed.timeline && isMarked()) setProps("timeline-graph", { figure: finished("timeline") });
  };

  // Shifts, claims and denials come after the figure, and belong to one address only.
  function isMarked() {
    return Boolean(marks) && stance.same(marks.address, shown.address);
  }

  function joined(drawing) {
    if (!isMarked()) return drawing;
    const { layout } = drawing;
    return {
      data: drawing.data.concat(marks.data),
      layout: {
        ...layout,
        shapes: layout.shapes.concat(marks.shapes),
        annotations: layout.annotations.filter((one) => one.name !== "waiting").concat(marks.annotations),
      },
    };
  }

  // --- what a reader does to it ------------------------------------------------------------

  // The graph mounts its plot late and once: wait for it, then follow every drawing.
  const watched = new WeakSet();
  function watch(gd) {
    if (!watched.has(gd)) stance.followFigure(gd);
    watched.add(gd);
    stance.tieChosen();
  }

  // Bubbles stand for too many statements to send: a closer look asks the server for the span.
  stance.lookCloser = function (change) {
    const at = (axis) => change[axis + ".range"] || [change[axis + ".range[0]"], change[axis + ".range[1]"]];
    const [from, to] = [...at("xaxis"), ...at("xaxis2")].filter(Boolean);
    if (!here().isBinned || shown.page !== "timeline" || !from || !to) return;
    stance.choose({ dates: [from, to].map((day) => String(day).slice(0, 10)) });
  };

  // On a narrow screen a finger on the figure means to move the page: plotly is told of taps alone.
  document.addEventListener("touchstart", (event) => {
    if (stance.isNarrow() && event.target.closest(".js-plotly-plot")) event.stopPropagation();
  }, { capture: true, passive: true });

  stance.drawing = { plot: plot, here: here, part: part };
})();
