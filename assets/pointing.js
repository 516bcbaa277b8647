// Pointing at a figure and choosing in it: the card at a dot, the line that ties a statement's dots
// together, and where a click leads.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { plot, here } = stance.drawing;
  const dotsOf = (id) => stance.dotsIn(plot()).filter((dot) => dot.customdata[1] === id);
  const removeAll = (name) => document.querySelectorAll(".js-plotly-plot ." + name).forEach((one) => one.remove());
  const NAMES = { own: "Own voice", attributed: "Attributed" };
  const RADIUS = 6;
  const SVG = "http://www.w3.org/2000/svg";

  // What is pointed at, and what was pressed.
  let pointed = null;
  let pressed = {};

  // What was opened moves the figure under a pointer at rest: only one that moves points anew.
  let isAtRest = false;
  ["pointermove", "pointerdown"].forEach((kind) => document.addEventListener(kind, (event) => {
    if (kind === "pointerdown" || event.pointerType === "mouse") isAtRest = false;
    if (kind === "pointerdown") pressed = { at: dotUnder(event) || pointed, x: event.clientX, y: event.clientY };
  }, { capture: true, passive: true }));

  // While a figure is drawn anew plotly does not know what a mouse at rest is on.
  function dotUnder({ target, clientX, clientY }) {
    const gd = target.closest(".draglayer") && plot();
    const { left, top } = (gd || document.body).getBoundingClientRect();
    const away = ({ x, y }) => Math.hypot(left + x - clientX, top + y - clientY);
    const [nearest] = stance.dotsIn(gd).sort((one, other) => away(one) - away(other));
    return nearest && away(nearest) < RADIUS && nearest;
  }

  function hideCard() {
    const card = document.getElementById("shell-card");
    if (card) card.hidden = true;
    removeAll("tie");
  }

  document.addEventListener("scroll", hideCard, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hideCard(), true);

  function point(at) {
    const card = document.getElementById("shell-card");
    pointed = at;
    hideCard();
    if (!at || !at.customdata || isAtRest) return;
    const [kind, id] = at.customdata;
    card.replaceChildren(...(kind === "statement" ? statementLines(id) : [line("b", at.customdata.at(-1))]));
    card.hidden = false;
    placeCard(card, at.bbox);
    if (kind === "statement") tie(id, "tie");
  }

  const line = (tag, text, name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name });

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

  // --- a statement's dots tied together, and to what it contests -----------------------------

  let contests = [];
  stance.keepLinks = (links) => { contests = links || []; };
  const contestLines = (id) => contests.filter((one) => one[0] === id).map((one) => line("p", one[2], "contest"));

  // A denial or claim leads to what it contests, where that is drawn too.
  function tieContests(id, group) {
    contests.filter((one) => one[0] === id || one[1] === id).forEach(([from, to]) => {
      const [[start], [end]] = [dotsOf(from), dotsOf(to)];
      if (start && end) group.append(shape("line", { class: "contest", x1: start.x, y1: start.y, x2: end.x, y2: end.y }));
    });
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
    const heights = dots.map((dot) => dot.y);
    const [{ x }] = dots;
    group.append(shape("line", { x1: x, x2: x, y1: Math.min(...heights), y2: Math.max(...heights) }));
    if (stance.shown.page === "timeline") tieContests(id, group);
    dots.forEach(({ x, y }) => group.append(shape("circle", { cx: x, cy: y, r: 8.5 })));
    layer.parentNode.append(group);
  }

  stance.tieChosen = function () {
    removeAll("chosen");
    if (stance.shown.statement) tie(stance.shown.statement, "chosen");
  };

  document.addEventListener("stance:statement", () => {
    isAtRest = true;
    hideCard();
    requestAnimationFrame(stance.tieChosen);
  });

  // --- choosing ----------------------------------------------------------------------------

  stance.followFigure = function (gd) {
    gd.on("plotly_afterplot", stance.tieChosen);
    gd.on("plotly_hover", (hover) => point(hover.points[0]));
    gd.on("plotly_unhover", () => point(null));
    gd.on("plotly_click", (click) => pick(pressed.at || click.points[0]));
    gd.on("plotly_relayout", stance.lookCloser);
    gd.on("plotly_clickannotation", ({ annotation }) => stance.go(annotation.name));
  };

  // Plotly forgets a press when the figure is drawn anew before it ends: it was meant all the same.
  document.addEventListener("click", ({ clientX, clientY }) => {
    const { at, x, y } = pressed;
    if (at && Math.hypot(clientX - x, clientY - y) < 4) pick(at);
  });

  function pick(at) {
    pressed = {};
    if (!at.customdata) return;
    isAtRest = true;
    hideCard();
    const [kind, meant] = at.customdata;
    if (kind === "statement") stance.openStatement(meant);
    else if (kind === "way") stance.go(meant);
    else stance.openPart(at.customdata, (at.data.meta || {}).actor);
  }

  // A part of the figure, or the row of a table that stands for it, leads to its statements.
  stance.openPart = function (meant, actor = "") {
    stance.choose({ part: { meant, actor } }, "/statements");
  };
})();
