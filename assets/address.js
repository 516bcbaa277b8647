// Moving between addresses. What an address means and where a choice leads, the server says with
// each page. Dash calls these through window.dash_clientside.
(function () {
  "use strict";

  const NARROW = 700;

  const shown = { address: null, statement: "", order: [], wished: null, pages: [], issue: "" };
  const stance = { shown: shown };

  // The scripts that come after this one say what they change by these two.
  function setProps(id, props) {
    window.dash_clientside.set_props(id, props);
  }

  stance.setProps = setProps;

  stance.say = function (text) {
    const place = document.getElementById("shell-said");
    if (place) place.textContent = text;
  };

  function same(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
  }

  // Every write makes the whole page look whether it is concerned: what stands is not written again.
  const standing = new Map();
  stance.keep = function (id, props) {
    const news = Object.entries(props).filter(([name, value]) => !same(standing.get(id + "." + name), value));
    if (!news.length) return;
    news.forEach(([name, value]) => standing.set(id + "." + name, value));
    setProps(id, Object.fromEntries(news));
  };

  stance.isNarrow = () => window.innerWidth < NARROW;

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

  // Which page the address means, and what of it is the page's own: the open statement stands beside.
  stance.follow = function () {
    const page = pageAt(location.pathname);
    showRoom(page);
    const address = addressOf(page);
    if (!same(shown.address, address)) {
      shown.address = address;
      ask(page, address, {});
    }
    showStatement(page.title ? stance.param("statement") : "");
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
    const more = { number: asked.number, path, search, issue: shown.issue, choices };
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
    if (told.number !== asked.number) return;
    if (told.href) settle(told.href);
    asked.choices = {};
    if (told.issue) shown.issue = told.issue;
    if (shown.page === "timeline") stance.showView();
    Object.entries(told.links).forEach(([id, href]) => document.getElementById(id).setAttribute("href", href));
    // The counts beside the choices take longer than the page, and must not compete with it.
    requestAnimationFrame(() => setTimeout(askRail));
  };

  function settle(href) {
    const [path, search] = href.split("?");
    // A statement that was opened while the answer was on its way stays open.
    const isSame = shown.statement === asked.statement;
    const rest = isSame ? search && "?" + search : withParam(search, "statement", shown.statement);
    const isChosen = Object.keys(asked.choices).length > 0;
    history[isChosen ? "pushState" : "replaceState"](null, "", path + (rest || ""));
    shown.address = addressOf(pageAt(path));
    stance.follow();
  }

  function askRail() {
    if (shown.hasRail) stance.keep("shell-rail-address", { data: shown.address.slice(0, 2) });
  }

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
    document.body.classList.toggle("has-rail", shown.hasRail);
    document.body.dataset.page = page.key;
    if (page.title) document.title = page.title + " · Stance";
    if (page.stays) {
      stance.nameTab();
      stance.followOrder();
    }
    document.querySelectorAll(".nav a, .nav-menu a").forEach((link) => {
      if (link.id.endsWith("-" + page.key)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  function showRail() {
    const isOpen = Boolean(shown.isRailOpen);
    const collapsed = { mobile: !isOpen, desktop: !shown.hasRail };
    stance.keep("shell", { navbar: { width: 268, breakpoint: "md", collapsed: collapsed } });
    document.body.classList.toggle("rail-open", isOpen);
  }

  stance.toggleRail = function () {
    shown.isRailOpen = !shown.isRailOpen;
    showRail();
  };

  // --- the rail ----------------------------------------------------------------------------

  // What the rail says: as it was filled, or as it was chosen since.
  let rail = null;

  stance.fillRail = function (filling) {
    const values = Object.values(filling.values);
    rail = values.map((value) => value || null);
    return [...values, ...Object.values(filling.choices)];
  };

  stance.readRail = function (...given) {
    const values = given.map((value) => value || null);
    // Walking into what the search found leaves its box, which is no wish to filter by it.
    const found = document.getElementById("shell-found");
    if ((found && !found.hidden) || same(values, rail)) return;
    const sought = values.at(-1);
    if (shown.hasRail && rail) stance.choose({ rail: values });
    else if (sought) stance.choose({ search: sought }, "/statements");
    rail = rail && values;
  };

  // --- the statement beside the page ---------------------------------------------------------

  function showStatement(id) {
    const isOpen = Boolean(id);
    stance.keep("shell", {
      aside: { width: 372, breakpoint: "lg", collapsed: { mobile: !isOpen, desktop: !isOpen } },
    });
    document.body.classList.toggle("has-aside", isOpen);
    if (id === shown.statement) return;
    shown.statement = id;
    shown.wished = null;
    if (isOpen) setProps("shell-aside-address", { data: id });
    tellPlace();
    document.dispatchEvent(new CustomEvent("stance:statement"));
  }

  function tellPlace() {
    const at = shown.order.indexOf(shown.statement);
    const place = document.getElementById("aside-place");
    if (place) place.textContent = at < 0 ? "" : at + 1 + " of " + shown.order.length;
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
