// What the browser does by itself: moving between addresses, filling and reading the rail,
// dressing the figure for light or dark. Dash calls these through window.dash_clientside.
(function () {
  "use strict";

  const NARROW = 700;
  const OWN_STATE = ["after", "statement"];
  const SIDES = /^(split$|against\.)/;
  const MANY = ["actor", "frame", "mode", "tag"];
  const CONTROLS = ["issue", "actor", "voice", "frame", "mode", "language", "source", "tag",
    "from", "to", "period", "unit", "codings", "speaker", "about", "q"];
  const CHOICES = ["issue", "actor", "frame", "mode", "language", "source", "tag", "speaker", "about"];
  const DEFAULTS = { period: "year", unit: "utterance", codings: "effective" };

  // Dash would fetch the whole of plotly.js from its package: the page names a smaller one.
  const PLOTLY = document.getElementById("plotly-basic").getAttribute("href");
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => PLOTLY, set: () => undefined });

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

  // These pages begin at a view that the server knows: it says where by sending us on.
  function isBare(href) {
    const place = new URL(href, location.href);
    const names = [...place.searchParams.keys()];
    if (/^\/issue\/[^/]+$/.test(place.pathname)) return !names.length;
    return place.pathname === "/compare" && !names.some((name) => name === "actor" || name === "split" || name.startsWith("against."));
  }

  stance.go = function (href, replace) {
    if (href === location.pathname + location.search) return;
    if (!isBare(href)) return move(href, replace);
    fetch(href, { method: "HEAD" }).then((answer) => {
      const place = new URL(answer.url);
      move(place.pathname + place.search, replace);
    });
  };

  // The page of wordings speaks of one actor's one voice.
  function isPooled(href) {
    const place = new URL(href, location.href);
    const names = place.searchParams;
    return /^\/issue\/[^/]+\/wordings$/.test(place.pathname) && (names.getAll("actor").length !== 1 || !names.get("voice"));
  }

  function move(href, replace) {
    // The server knows whose wordings come first; only it can say so in the address.
    if (/^\/issue\/[^/]+\/(wordings|shifts)$/.test(href) || isPooled(href)) return location.assign(href);
    history[replace ? "replaceState" : "pushState"]({}, "", href);
    // Dash learns of the new address by and by; what it asks of the server need not wait for that.
    showRoom(...roomAt(location.pathname, location.search));
    setTimeout(() => window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")));
  }

  stance.withParam = function (name, value) {
    const query = new URLSearchParams(location.search);
    query.delete(name);
    if (value) query.set(name, value);
    const text = query.toString();
    return location.pathname + (text ? "?" + text : "");
  };

  function pageAt(path) {
    const tidy = path.length > 1 ? path.replace(/\/+$/, "") : path;
    return shown.pages.find((page) => new RegExp(page.pattern).test(tidy)) || null;
  }

  function issueOf(page, path, query) {
    if (page && ["issue", "shift"].includes(page.names)) return decodeURIComponent(path.split("/")[2] || "");
    return query.get("issue") || "";
  }

  stance.route = function (path, search, pages) {
    shown.pages = pages || [];
    const [page, , rest] = roomAt(path, search);
    const statement = new URLSearchParams(search || "").get("statement") || "";
    showRoom(page, path, rest);
    showStatement(page ? statement : "");
    dressFrame(page, path, new URLSearchParams(rest));
    return path;
  };

  // Which page an address means, and what of it is the page's own: the open statement stands beside.
  function roomAt(path, search) {
    const query = new URLSearchParams(search || "");
    query.delete("statement");
    const text = query.toString();
    return [pageAt(path), path, text ? "?" + text : ""];
  }

  function showRoom(page, path, rest) {
    const stays = Boolean(page && page.stays);
    const address = stays ? [path, rest, stance.isNarrow()] : [path, rest];
    const room = stays ? "room-" + page.key : "shell-room";
    shown.pages.filter((one) => one.stays).forEach((one) => {
      stance.keep("room-" + one.key, { hidden: room !== "room-" + one.key });
    });
    stance.keep("shell-room", { hidden: stays });
    if (shown.page !== (page && page.key)) window.scrollTo(0, 0);
    shown.page = page && page.key;
    if (same(shown.address, address)) return;
    shown.address = address;
    shown.wished = null;
    setProps(stays ? page.key + "-address" : "shell-opened", { data: address });
    shown.railAddress = page && page.hasRail ? [path, rest] : null;
    if (!stays) stance.askRail();
  }

  // The counts beside the choices would compete with the figure: pages that draw ask once they stand.
  stance.askRail = function () {
    if (shown.railAddress) stance.keep("shell-rail-address", { data: shown.railAddress });
  };

  function dressFrame(page, path, query) {
    const hasRail = Boolean(page && page.hasRail);
    const issue = issueOf(page, path, query);
    shown.issue = issue || shown.issue;
    shown.hasRail = hasRail;
    if (shown.railPage !== shown.page) shown.isRailOpen = false;
    shown.railPage = shown.page;
    showRail();
    document.body.classList.toggle("has-rail", hasRail);
    document.body.dataset.page = (page && page.key) || "none";
    if (page) document.title = page.title + " · Stance";
    if (page && page.stays) {
      stance.nameTab();
      stance.followOrder();
    }
    markNavigation(page);
    stance.files(issue, query);
  }

  function navbar(isOpen) {
    return {
      width: 268,
      breakpoint: "md",
      collapsed: { mobile: !isOpen, desktop: !shown.hasRail },
    };
  }

  function showRail() {
    stance.keep("shell", { navbar: navbar(shown.isRailOpen) });
    document.body.classList.toggle("rail-open", Boolean(shown.isRailOpen));
  }

  stance.toggleRail = function () {
    shown.isRailOpen = !shown.isRailOpen;
    showRail();
  };

  // The pages of one issue share their filters, so that a reader keeps what was chosen.
  function keptFilters(page) {
    if (!page || page.names !== "issue" || !page.hasRail) return "";
    const query = new URLSearchParams(location.search);
    ["view", "after", "order", "limit", "place", "statement"].forEach((name) => query.delete(name));
    const text = query.toString();
    return text ? "?" + text : "";
  }

  function markNavigation(page) {
    const main = document.getElementById("header").dataset.issue || "";
    const issue = encodeURIComponent(shown.issue || main);
    ["nav", "menu"].forEach((where) => {
      if (issue) {
        const kept = keptFilters(page);
        point(where + "-timeline", "/issue/" + issue + kept);
        point(where + "-wordings", "/issue/" + issue + "/wordings" + kept);
        point(where + "-shifts", "/issue/" + issue + "/shifts" + kept);
        point(where + "-claims", "/issue/" + issue + "/claims");
        point(where + "-codebook", "/codebook/" + issue);
        point(where + "-compare", "/compare?issue=" + issue);
      }
      shown.pages.forEach((one) => {
        const link = document.getElementById(where + "-" + one.key);
        if (!link) return;
        if (page && page.key === one.key) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      });
    });
  }

  function point(id, href) {
    const link = document.getElementById(id);
    if (link) link.setAttribute("href", href);
  }

  stance.files = function (issue, query) {
    const view = new URLSearchParams(query);
    [...view.keys()].filter((name) => SIDES.test(name)).forEach((name) => view.delete(name));
    ["view", "after", "order", "limit", "place"].forEach((name) => view.delete(name));
    if (issue) view.set("issue", issue);
    const all = new URLSearchParams(issue ? { issue: issue } : {});
    shown.files = { view: view.toString(), all: all.toString() };
    document.querySelectorAll("a.file").forEach((link) => {
      const reach = link.classList.contains("file-all") ? "all" : "view";
      const [path, before] = link.getAttribute("href").split("?");
      const asked = [shown.files[reach], /\bexcel=1\b/.test(before) ? "excel=1" : ""].filter(Boolean);
      link.setAttribute("href", path + (asked.length ? "?" + asked.join("&") : ""));
    });
  };

  // --- the rail ----------------------------------------------------------------------------

  stance.fillRail = function (filling) {
    if (!filling) return [...CONTROLS, ...CHOICES].map(() => window.dash_clientside.no_update);
    return [
      ...CONTROLS.map((name) => filling.values[name]),
      ...CHOICES.map((name) => filling.choices[name]),
    ];
  };

  stance.readRail = function (...given) {
    const filling = given.pop();
    const values = Object.fromEntries(CONTROLS.map((name, at) => [name, given[at]]));
    // Walking into what the search found leaves its box, which is no wish to filter by it.
    const found = document.getElementById("shell-found");
    if (found && !found.hidden) return;
    if (!shown.hasRail || !filling) {
      if (values.q && values.q !== shown.searched) {
        shown.searched = values.q;
        stance.go("/statements?" + new URLSearchParams({ q: values.q }));
      }
      return;
    }
    const before = filling.values;
    const isSame = CONTROLS.every((name) => same(values[name] || null, emptied(before[name])));
    if (isSame || CONTROLS.every((name) => same(values[name] || null, shown.sent && shown.sent[name]))) return;
    shown.sent = Object.fromEntries(CONTROLS.map((name) => [name, values[name] || null]));
    stance.go(addressOf(values, before));
  };

  function isIssuePage() {
    const page = pageAt(location.pathname);
    return Boolean(page && page.names === "issue" && page.hasRail);
  }

  function emptied(value) {
    return value || null;
  }

  function addressOf(values, before) {
    const query = new URLSearchParams();
    const isTimeline = isIssuePage();
    const issue = values.issue || (isTimeline ? before.issue : "");
    const isOther = issue !== (before.issue || "");
    CONTROLS.forEach((name) => {
      const value = values[name];
      if (name === "issue" || (isOther && isTimeline)) return;
      if (MANY.includes(name)) (value || []).forEach((one) => query.append(name, one));
      else if (value && value !== DEFAULTS[name]) query.set(name, value);
    });
    if (before.batch != null) query.set("batch", before.batch);
    const now = new URLSearchParams(location.search);
    if (shown.page === "compare") now.forEach((value, name) => SIDES.test(name) && query.append(name, value));
    if (now.get("view")) query.set("view", now.get("view"));
    if (now.get("order")) query.set("order", now.get("order"));
    if (isTimeline && isOther) {
      return location.pathname.replace(/^\/issue\/[^/]+/, "/issue/" + encodeURIComponent(issue));
    }
    if (!isTimeline && issue) query.set("issue", issue);
    const text = query.toString();
    // An issue's page without a filter is sent on to its main view, so say what is meant.
    const all = isTimeline && !text ? "?period=year" : "";
    return location.pathname + (text ? "?" + text : all);
  }

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
    stance.go(stance.withParam("statement", id), Boolean(shown.statement));
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
    const now = new URLSearchParams(location.search).get("view") || "chart";
    if (shown.page !== "timeline" || !view || view === now) return;
    stance.go(stance.withParam("view", view === "chart" ? "" : view));
  };

  stance.showView = function () {
    const view = new URLSearchParams(location.search).get("view") || "chart";
    stance.keep("timeline-chart", { hidden: view === "table" });
    stance.keep("timeline-table", { hidden: view !== "table" });
    stance.keep("timeline-view", { value: view });
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, { stance: stance });
})();
