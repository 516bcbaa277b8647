// What the columns of a file are: read off the page, remembered by header; and the preview's filter.
(function () {
  "use strict";

  const KEPT = "stance-columns";
  const MOST_KEPT = 40;
  const FILLED = ["issue", "actor"];
  const stance = window.dash_clientside.stance;
  const { setProps } = stance;
  let header = null;

  function selects() {
    return [...document.querySelectorAll("#load-columns select[data-column-at]")];
  }

  // --- memory ------------------------------------------------------------------------------

  function remembered() {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) || {};
    } catch {
      return {};
    }
  }

  function keyOf(seen) {
    return JSON.stringify(seen.names.map((name) => name.trim().toLowerCase()));
  }

  function remember(map) {
    const kept = remembered();
    const key = keyOf(header);
    delete kept[key];
    kept[key] = { renames: map.renames, fills: map.fills };
    Object.keys(kept).slice(0, -MOST_KEPT).forEach((old) => delete kept[old]);
    localStorage.setItem(KEPT, JSON.stringify(kept));
  }

  // --- what is chosen ------------------------------------------------------------------------

  function read() {
    const renames = {};
    const chosen = new Set();
    selects().forEach((select) => {
      const at = Number(select.dataset.columnAt);
      if (select.value) chosen.add(select.value);
      if (select.value !== header.exact[at]) renames[header.names[at]] = select.value;
    });
    const fills = {};
    FILLED.forEach((name) => {
      const value = document.getElementById("load-fill-" + name).value.trim();
      if (!chosen.has(name) && value) fills[name] = value;
    });
    return { nonce: header.nonce, renames: renames, fills: fills, chosen: chosen };
  }

  // Names the missing, forbids the same choice twice, and offers one value for all rows.
  function judge() {
    const map = read();
    FILLED.forEach((name) => {
      document.getElementById("load-fill-" + name + "-row").hidden = map.chosen.has(name);
    });
    const missing = header.required.filter((name) => !map.chosen.has(name) && !map.fills[name]);
    const values = selects().map((select) => select.value).filter(Boolean);
    const twice = values.filter((value, at) => values.indexOf(value) !== at);
    let said = missing.length ? "Still missing: " + missing.join(", ") + "." : "";
    if (twice.length) said = "Chosen twice: " + [...new Set(twice)].join(", ") + ".";
    document.getElementById("load-missing").textContent = said;
    document.getElementById("load-use").disabled = Boolean(said);
    return map;
  }

  function tell(map) {
    return { nonce: map.nonce, renames: map.renames, fills: map.fills };
  }

  function fold(said) {
    const step = document.getElementById("load-columns-step");
    step.querySelector("summary").textContent = said;
    step.open = false;
  }

  // The pressed button folds away; who uses keys goes on at the heading of the report.
  function focusReport() {
    const step = document.querySelector("#load-columns-step summary");
    const report = document.getElementById("load-report");
    step.focus();
    const watch = new MutationObserver(() => {
      const heading = report.querySelector("h2");
      if (!heading) return;
      watch.disconnect();
      if (document.activeElement !== step && document.activeElement !== document.body) return;
      heading.tabIndex = -1;
      heading.focus();
    });
    watch.observe(report, { childList: true, subtree: true, characterData: true });
  }

  stance.useColumns = function () {
    const map = judge();
    remember(map);
    fold("The columns are as you chose");
    focusReport();
    setProps("load-map", { data: tell(map) });
  };

  document.addEventListener("input", (event) => {
    if (!header || !event.target.closest("#load-columns")) return;
    const why = event.target.parentNode.querySelector(".why");
    if (why) why.textContent = "";
    judge();
  });

  // --- a new file --------------------------------------------------------------------------

  function isDrawn(seen) {
    const shown = selects();
    const step = document.getElementById("load-columns-step");
    const isNew = step && step.dataset.nonce === seen.nonce;
    return isNew && shown.length === seen.names.length && document.getElementById("load-fill-actor");
  }

  function recall(seen, kept) {
    selects().forEach((select) => {
      const at = Number(select.dataset.columnAt);
      const name = seen.names[at];
      select.value = name in kept.renames ? kept.renames[name] : seen.exact[at];
      select.parentNode.querySelector(".why").textContent = select.value ? "as last time" : "";
    });
    Object.entries(kept.fills).forEach(([name, value]) => setProps("load-fill-" + name, { value: value }));
    fold("The columns are as last time, when a file had this header");
  }

  // The map of a file whose columns are sure or remembered; else nothing until they are looked at.
  stance.recallColumns = function (seen) {
    header = seen || null;
    if (!seen) return Promise.resolve(null);
    return new Promise((resolve) => {
      (function wait(n) {
        if (header !== seen) return resolve(null);
        if (!isDrawn(seen)) return n ? setTimeout(wait, 20, n - 1) : resolve(null);
        const kept = remembered()[keyOf(seen)];
        if (kept) recall(seen, kept);
        if (kept) return resolve({ nonce: seen.nonce, renames: kept.renames, fills: kept.fills });
        const map = judge();
        return resolve(seen.sure ? tell(map) : null);
      })(250);
    });
  };

  // A new name becomes another name of a known actor; the file is then judged again.
  stance.nameActor = function (button) {
    button.disabled = true;
    setProps("load-alias", { data: { name: button.dataset.alias, actor: button.dataset.actor } });
  };

  // --- the preview ---------------------------------------------------------------------------

  stance.onlyUnstored = function (button) {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    button.closest(".preview").classList.toggle("is-only-unstored", isOn);
  };
})();
