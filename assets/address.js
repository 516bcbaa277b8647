// Moving between addresses. What an address means and where a choice leads, the server says with
// each page. Dash calls these through window.dash_clientside.
(function () {
  "use strict";

  const shown = { address: null, statement: "", order: [], wished: null, pages: [], issue: "" };
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  // The scripts that come after this one add to it and call it.
  const stance = { shown, setProps, same };

  stance.say = (text) => { document.getElementById("shell-said").textContent = text; };

  // Every write makes the whole page look whether it is concerned: what stands is not written again.
  const written = {};
  stance.keep = function (id, props) {
    const name = id + "." + Object.keys(props);
    if (!same(written[name], props)) setProps(id, props);
    written[name] = props;
  };

  // Some things are there only after they are drawn, and nothing tells when: look until they are.
  stance.until = function (look, then, tries = 200) {
    const found = look();
    if (found) then(found);
    else if (tries) setTimeout(() => stance.until(look, then, tries - 1), 25);
  };

  const narrow = window.matchMedia("(width < 700px)");
  stance.isNarrow = () => narrow.matches;

  // --- addresses ---------------------------------------------------------------------------

  stance.param = (name) => new URLSearchParams(location.search).get(name) || "";

  // The address may be behind what was just chosen.
  stance.wanted = (name) => (name in asked.choices ? asked.choices[name] : stance.param(name));

  function withParam(search, name, value) {
    const query = new URLSearchParams(search);
    query.delete(name);
    if (value) query.set(name, value);
    return query.size ? "?" + query : "";
  }

  stance.go = function (href, replace) {
    if (!href || href === location.pathname + location.search) return;
    history[replace ? "replaceState" : "pushState"](null, "", href);
    stance.follow();
  };

  window.addEventListener("popstate", () => stance.follow());
  // What stays is drawn anew for a screen that was turned.
  narrow.addEventListener("change", () => stance.follow());

  // Which page the address means, and what of it is the page's own: the open statement stands beside.
  stance.follow = function () {
    const page = pageAt(location.pathname);
    const address = addressOf(page);
    const isNew = !same(shown.address, address);
    shown.address = address;
    showRoom(page);
    showStatement(page.title ? stance.param("statement") : "");
    if (isNew) ask(page, address, {});
    dressFrame(page);
  };

  function pageAt(path) {
    const tidy = path.length > 1 ? path.replace(/\/+$/, "") : path;
    return shown.pages.find((page) => new RegExp(page.pattern).test(tidy)) || { key: "none" };
  }

  function addressOf(page) {
    return [location.pathname, withParam(location.search, "statement", ""), Boolean(page.stays) && stance.isNarrow()];
  }

  // What was asked of the server last, and which of the reader's choices it was asked with.
  const asked = { number: 0, choices: {}, statement: "" };

  function ask(page, address, choices) {
    Object.assign(asked, { number: asked.number + 1, choices: choices, statement: shown.statement });
    const { pathname: path, search } = location;
    const more = { number: asked.number, path, search, narrow: stance.isNarrow(), issue: shown.issue, choices };
    shown.wished = null;
    setProps(page.stays ? page.key + "-address" : "shell-opened", { data: [...address, more] });
  }

  // The server makes an address of what is chosen, and answers with the page that stands there.
  stance.choose = function (choices, path = location.pathname) {
    const page = pageAt(path);
    if (page.key !== shown.page) showRoom(page);
    ask(page, [path, "", Boolean(page.stays) && stance.isNarrow()], { ...asked.choices, ...choices });
  };

  // What comes with each page: its address, where that is news, and where the links around it lead.
  stance.stand = function (told) {
    // What was chosen meanwhile is newer than an answer that comes late.
    if (told.number !== asked.number) return window.dash_clientside.no_update;
    if (told.href) settle(told.href);
    asked.choices = {};
    if (told.issue) shown.issue = told.issue;
    if (shown.page === "timeline") stance.showView();
    Object.entries(told.links).forEach(([id, href]) => document.getElementById(id).setAttribute("href", href));
    // The counts beside the choices take longer than the page, and must not compete with it.
    requestAnimationFrame(() => setTimeout(askCounts));
    return fillRail(told.values);
  };

  function settle(href) {
    const [path, search] = href.split("?");
    // A statement that was opened while the answer was on its way stays open.
    const isOpened = shown.statement !== asked.statement;
    const place = isOpened ? path + withParam(search, "statement", shown.statement) : href;
    const way = same(asked.choices, {}) ? "replaceState" : "pushState";
    if (place !== location.pathname + location.search) history[way](null, "", place);
    shown.address = addressOf(pageAt(path));
    stance.follow();
  }

  const askCounts = () => shown.hasRail && stance.keep("shell-rail-address", { data: shown.address.slice(0, 2) });

  // --- the frame around the page -------------------------------------------------------------

  function showRoom(page) {
    const room = page.stays ? "room-" + page.key : "shell-room";
    document.querySelectorAll(".room").forEach((one) => { one.hidden = one.id !== room; });
    if (shown.page !== page.key) window.scrollTo(0, 0);
    shown.page = page.key;
  }

  function dressFrame(page) {
    if (shown.railPage !== page.key) shown.isRailOpen = false;
    shown.railPage = page.key;
    shown.hasRail = Boolean(page.hasRail);
    showRail();
    document.body.dataset.page = page.key;
    if (page.title) document.title = page.title + " · Stance";
    stance.nameTab();
    stance.followOrder();
    document.querySelectorAll(".nav a, .nav-menu a").forEach((link) => {
      if (link.id.endsWith("-" + page.key)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  function showRail() {
    const collapsed = { mobile: !shown.isRailOpen, desktop: !shown.hasRail };
    stance.keep("shell", { navbar: { width: 268, breakpoint: "md", collapsed } });
    document.body.classList.toggle("has-rail", shown.hasRail);
    document.body.classList.toggle("rail-open", shown.isRailOpen);
  }

  stance.toggleRail = function () {
    shown.isRailOpen = !shown.isRailOpen;
    showRail();
  };

  // --- the rail ----------------------------------------------------------------------------

  // What the controls say, by their names: as they were filled, or as they were changed since.
  let rail = {};
  const isSaid = (name, value) => same(rail[name] || null, value || null);

  // A control that says so already is not written: what is being typed there stays.
  function fillRail(values) {
    const { no_update: nothing } = window.dash_clientside;
    const news = values && Object.keys(values).map((name) => (isSaid(name, values[name]) ? nothing : values[name]));
    rail = values || rail;
    return news || nothing;
  }

  stance.countChoices = (choices) => Object.values(choices);

  stance.readRail = function () {
    const { triggered } = window.dash_clientside.callback_context;
    const given = triggered.map(({ prop_id: id, value }) => [id.slice("rail-".length, -".value".length), value || null]);
    const changed = Object.fromEntries(given.filter(([name, value]) => !isSaid(name, value)));
    rail = { ...rail, ...changed };
    // Walking into what the search found leaves its box, which is no wish to filter by it.
    if (same(changed, {}) || !document.getElementById("shell-found").hidden) return;
    if (shown.hasRail) stance.choose({ rail: { ...asked.choices.rail, ...changed } });
    else if (changed.q) stance.choose({ search: changed.q }, "/statements");
  };

  // --- the statement beside the page ---------------------------------------------------------

  function showStatement(id) {
    const collapsed = { mobile: !id, desktop: !id };
    stance.keep("shell", { aside: { width: 372, breakpoint: "lg", collapsed } });
    document.body.classList.toggle("has-aside", Boolean(id));
    if (id === shown.statement) return;
    shown.statement = id;
    shown.wished = null;
    if (id) setProps("shell-aside-address", { data: id });
    tellPlace();
    document.dispatchEvent(new CustomEvent("stance:statement"));
  }

  function tellPlace() {
    const at = shown.order.indexOf(shown.statement);
    document.getElementById("aside-place").textContent = at < 0 ? "" : at + 1 + " of " + shown.order.length;
  }

  stance.openStatement = function (id) {
    stance.go(location.pathname + withParam(location.search, "statement", id), Boolean(shown.statement));
  };

  stance.step = function (by) {
    const at = shown.wished === null ? shown.order.indexOf(shown.statement) : shown.wished;
    const next = shown.order[at + by];
    if (at >= 0 && next) stance.openStatement(next);
    else if (at >= 0) stance.fetchRow(at + by);
  };

  stance.setOrder = function (ids) {
    shown.order = ids;
    tellPlace();
  };

  // --- chart or table ----------------------------------------------------------------------

  stance.setView = function (view) {
    if (shown.page === "timeline" && view !== (stance.wanted("view") || "chart")) stance.choose({ view: view });
  };

  stance.showView = function () {
    const isTable = stance.param("view") === "table";
    document.getElementById("timeline-chart").hidden = isTable;
    document.getElementById("timeline-table").hidden = !isTable;
    stance.keep("timeline-view", { value: isTable ? "table" : "chart" });
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, { stance: stance });
})();
