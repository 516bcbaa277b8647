// The timeline in the browser: its colours by theme, the card at a dot, and the line that ties a
// statement's dots together.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const NAMES = { own: "Own voice", attributed: "Attributed" };
  const SVG = "http://www.w3.org/2000/svg";

  function setProps(id, props) {
    window.dash_clientside.set_props(id, props);
  }

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

  // --- pointing ----------------------------------------------------------------------------

  // What was opened moves the figure under a pointer at rest: only one that moves points anew.
  let isAtRest = false;
  ["pointermove", "pointerdown"].forEach((kind) => document.addEventListener(kind, (event) => {
    if (kind === "pointerdown" || event.pointerType === "mouse") isAtRest = false;
  }, { capture: true, passive: true }));

  function hideCard() {
    const card = document.getElementById("shell-card");
    if (card) card.hidden = true;
    clearTies();
  }

  document.addEventListener("scroll", hideCard, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hideCard(), true);

  stance.point = function (hover) {
    const card = document.getElementById("shell-card");
    const at = hover && hover.points && hover.points[0];
    hideCard();
    if (!at || !at.customdata || !card || isAtRest) return;
    const [kind, id] = at.customdata;
    card.replaceChildren(...(kind === "statement" ? statementLines(id) : [line("b", at.customdata.at(-1))]));
    card.hidden = false;
    placeCard(card, at.bbox);
    if (kind === "statement") tie(id, "tie");
  };

  function line(tag, text, name) {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    return element;
  }

  function statementLines(id) {
    const { told, labels } = here();
    const one = told.get(id);
    if (!one) return [];
    const [, day, who, source, voice, frames, words, english] = one;
    const names = frames ? frames.split(";").map((frame) => labels[frame] || frame) : ["No frame"];
    return [
      line("b", day + " · " + who),
      line("p", words, "words"),
      ...(english ? [line("p", english, "summary")] : []),
      line("p", names.join(" + "), "frames"),
      ...contestLines(id),
      line("p", [NAMES[voice] || voice, source].filter(Boolean).join(" · "), "quiet"),
    ];
  }

  function placeCard(card, box) {
    const gd = plot();
    const graph = gd.getBoundingClientRect();
    // Plotly measures from what the figure is placed in, not from the figure.
    const x = graph.left + (box ? (box.x0 + box.x1) / 2 - gd.offsetLeft : 0);
    const y = graph.top + (box ? box.y0 - gd.offsetTop : 0);
    const width = card.offsetWidth;
    const left = Math.min(Math.max(8, x - width / 2), window.innerWidth - width - 8);
    const above = y - card.offsetHeight - 12;
    card.style.left = left + "px";
    card.style.top = (above > 60 ? above : y + 22) + "px";
  }

  // --- a statement's dots tied together ------------------------------------------------------

  function dotsOf(id) {
    const gd = plot();
    if (!gd || !gd._fullLayout) return [];
    const found = [];
    gd.data.forEach((trace) => {
      if (trace.mode !== "markers") return;
      const across = axis(gd, trace.xaxis || "x");
      const down = axis(gd, trace.yaxis || "y");
      trace.customdata.forEach((meant, at) => {
        if (meant[1] !== id) return;
        found.push([across._offset + across.d2p(trace.x[at]), down._offset + down.d2p(trace.y[at])]);
      });
    });
    return found;
  }

  function axis(gd, name) {
    return gd._fullLayout[name[0] + "axis" + name.slice(1)];
  }

  // --- what contests what ------------------------------------------------------------------

  let contests = [];

  stance.keepLinks = function (links) {
    contests = links || [];
  };

  function contestLines(id) {
    return contests.filter((one) => one[0] === id).map((one) => line("p", one[2], "contest"));
  }

  // A denial or claim leads to what it contests, where that is drawn too.
  function tieContests(id, group) {
    contests.filter((one) => one[0] === id || one[1] === id).forEach(([from, to]) => {
      const [start, end] = [dotsOf(from)[0], dotsOf(to)[0]];
      if (start && end) {
        group.append(shape("line", { class: "contest", x1: start[0], y1: start[1], x2: end[0], y2: end[1] }));
      }
    });
  }

  function clearTies() {
    document.querySelectorAll(".js-plotly-plot .tie").forEach((one) => one.remove());
  }

  function shape(tag, values) {
    const element = document.createElementNS(SVG, tag);
    Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  }

  function tie(id, name) {
    const gd = plot();
    const dots = dotsOf(id);
    const layer = gd && gd.querySelector(".main-svg .hoverlayer");
    if (!layer || !dots.length) return;
    const group = shape("g", { class: name, "pointer-events": "none" });
    const heights = dots.map((dot) => dot[1]);
    if (dots.length > 1) {
      const x = dots[0][0];
      group.append(shape("line", { x1: x, x2: x, y1: Math.min(...heights), y2: Math.max(...heights) }));
    }
    if (stance.shown.page === "timeline") tieContests(id, group);
    dots.forEach(([x, y]) => group.append(shape("circle", { cx: x, cy: y, r: 8.5 })));
    layer.parentNode.append(group);
  }

  function tieChosen() {
    document.querySelectorAll(".js-plotly-plot .chosen").forEach((one) => one.remove());
    if (stance.shown.statement) tie(stance.shown.statement, "chosen");
  }

  document.addEventListener("stance:statement", () => {
    isAtRest = true;
    hideCard();
    requestAnimationFrame(tieChosen);
  });

  // The graph mounts its plot late and once: wait for it, then follow every drawing.
  const watched = new WeakSet();
  function watch(tries) {
    const gd = plot();
    if (gd && gd.on && !watched.has(gd)) {
      watched.add(gd);
      gd.on("plotly_afterplot", tieChosen);
      gd.on("plotly_relayout", closer);
      gd.on("plotly_clickannotation", (click) => click.annotation.name && stance.go(click.annotation.name));
      tieChosen();
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

  stance.openBin = function (row) {
    const [, frame, from, to, voice] = row.split(" ");
    openSpan(from, to, frame, "", voice);
  };

  // --- choosing ----------------------------------------------------------------------------

  stance.pick = function (click) {
    const at = click && click.points && click.points[0];
    if (!at || !at.customdata) return;
    isAtRest = true;
    hideCard();
    const [kind, ...meant] = at.customdata;
    if (kind === "statement") stance.openStatement(meant[0]);
    if (kind === "way") stance.go(meant[0]);
    const actor = ((at.data || {}).meta || {}).actor || "";
    if (kind === "share") openSpan(meant[1], meant[2], meant[0], actor);
    if (kind === "bin") openSpan(meant[1], meant[2], meant[0], actor, meant[3]);
    if (kind === "period") openSpan(meant[0], meant[1], "", actor);
  };

  function one(query, name, value) {
    query.delete(name);
    query.set(name, value);
  }

  // A bubble counts one voice: it leads to that voice's statements.
  function openSpan(from, to, frame, actor, voice) {
    const query = new URLSearchParams(stance.shown.files.view);
    query.set("from", from);
    query.set("to", to);
    if (actor) one(query, "actor", actor);
    if (frame) one(query, "frame", frame);
    if (voice) one(query, "voice", voice);
    stance.go("/statements?" + query.toString());
  }

  // On a narrow screen a finger on the figure means to move the page: plotly is told of taps alone.
  document.addEventListener("touchstart", (event) => {
    if (stance.isNarrow() && event.target.closest(".js-plotly-plot")) event.stopPropagation();
  }, { capture: true, passive: true });

  stance.drawing = { plot: plot, here: here, part: part };
})();
