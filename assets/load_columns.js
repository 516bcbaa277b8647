// What the columns of a file are: read off the page and remembered by header.
(function () {
  "use strict";

  const KEPT = "stance-columns";
  const MOST_KEPT = 40;
  const FILLED = ["issue", "actor"];
  const stance = window.dash_clientside.stance;
  const { setProps } = stance;
  let header = null;

  const selects = () => [...document.querySelectorAll("#load-columns select[data-column-at]")];
  const fillOf = (name) => document.getElementById("load-fill-" + name);

  // --- memory ------------------------------------------------------------------------------

  const remembered = () => JSON.parse(localStorage.getItem(KEPT) || "{}");
  const keyOf = (seen) => JSON.stringify(seen.names.map((name) => name.trim().toLowerCase()));

  function remember({ renames, fills }) {
    const kept = remembered();
    const key = keyOf(header);
    delete kept[key];
    kept[key] = { renames, fills };
    Object.keys(kept).slice(0, -MOST_KEPT).forEach((old) => delete kept[old]);
    localStorage.setItem(KEPT, JSON.stringify(kept));
  }

  // --- what is chosen ------------------------------------------------------------------------

  // Names the missing, forbids the same choice twice, and offers one value for all rows.
  function judge() {
    const values = selects().map((select) => select.value);
    const map = { nonce: header.nonce, renames: {}, fills: {} };
    values.forEach((value, at) => {
      if (value !== header.exact[at]) map.renames[header.names[at]] = value;
    });
    FILLED.forEach((name) => {
      const value = !values.includes(name) && fillOf(name).value.trim();
      if (value) map.fills[name] = value;
      document.getElementById("load-fill-" + name + "-row").hidden = values.includes(name);
    });
    const missing = header.required.filter((name) => !values.includes(name) && !map.fills[name]);
    const twice = values.filter((value, at) => value && values.indexOf(value) !== at);
    let said = missing.length ? "Still missing: " + missing.join(", ") + "." : "";
    if (twice.length) said = "Chosen twice: " + [...new Set(twice)].join(", ") + ".";
    document.getElementById("load-missing").textContent = said;
    document.getElementById("load-use").disabled = Boolean(said);
    return map;
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
    setProps("load-map", { data: map });
  };

  document.addEventListener("input", (event) => {
    if (!header || !event.target.closest("#load-columns")) return;
    const why = event.target.parentNode.querySelector(".why");
    if (why) why.textContent = "";
    judge();
  });

  // --- a new file --------------------------------------------------------------------------

  function isDrawn(seen) {
    const step = document.getElementById("load-columns-step");
    return step && step.dataset.nonce === seen.nonce && selects().length === seen.names.length && fillOf("actor");
  }

  function recall(seen, kept) {
    selects().forEach((select, at) => {
      const name = seen.names[at];
      select.value = name in kept.renames ? kept.renames[name] : seen.exact[at];
      select.parentNode.querySelector(".why").textContent = select.value ? "as last time" : "";
    });
    Object.entries(kept.fills).forEach(([name, value]) => setProps("load-fill-" + name, { value }));
    fold("The columns are as last time, when a file had this header");
    return { nonce: seen.nonce, ...kept };
  }

  // The map of a file whose columns are sure or remembered; else nothing until they are looked at.
  stance.recallColumns = function (seen) {
    header = seen;
    return seen && new Promise((resolve) => stance.until(() => header !== seen || isDrawn(seen), () => {
      if (header !== seen) return resolve(null);
      const kept = remembered()[keyOf(seen)];
      const map = kept ? recall(seen, kept) : judge();
      return resolve(kept || seen.sure ? map : null);
    }));
  };
})();
