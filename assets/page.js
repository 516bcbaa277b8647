// Keys, clicks and drops on the page as a whole.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { setProps, say } = stance;

  // --- links and buttons -------------------------------------------------------------------

  function isOurs(event, link) {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const leavesApp = /^\/(export|api|feed|assets)\b/.test(link.pathname);
    return isPlain && link.origin === location.origin && !link.target && !leavesApp
      && !link.hasAttribute("download") && !link.getAttribute("href").startsWith("#");
  }

  const DEEDS = {
    "shell-burger": () => stance.toggleRail(),
    "rail-done": () => stance.toggleRail(),
    "aside-close": () => close(),
    "hint-read": () => hint(false),
    "aside-previous": () => stance.step(-1),
    "aside-next": () => stance.step(1),
    "file-png": () => stance.picture("png"),
    "file-svg": () => stance.picture("svg"),
  };

  function closeMenus(except) {
    document.querySelectorAll("details.drop-menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", (event) => {
    const summary = event.target.closest(".drop-menu > summary");
    closeMenus(summary && summary.parentNode);
    const link = event.target.closest("a[href]");
    if (link && link.id === "rail-clear") return clear(event);
    if (link && isOurs(event, link)) {
      event.preventDefault();
      return stance.go(link.pathname + link.search);
    }
    const button = event.target.closest("button");
    if (!button) return undefined;
    if (button.id === "shell-copy") return copy(button, location.href);
    if (button.dataset.copy) return copy(button, button.dataset.copy);
    if (button.dataset.column) return stance.toggleColumn(button);
    if (button.dataset.choose) return stance.chooseFile(button.dataset.choose);
    if (button.id === "upload-cancel") return stance.cancelUpload();
    if (button.id === "load-use") return stance.useColumns();
    if (button.dataset.onlyUnstored) return stance.onlyUnstored(button);
    if (button.dataset.alias) return stance.nameActor(button);
    if (button.dataset.pair) return stance.decide(button);
    if (button.dataset.deed) return change(button);
    return DEEDS[button.id] && DEEDS[button.id]();
  });

  function clear(event) {
    event.preventDefault();
    const isTimeline = stance.shown.page === "timeline";
    stance.go(isTimeline ? location.pathname + "?period=year" : location.pathname);
  }

  function close() {
    stance.go(stance.withParam("statement", ""), true);
    const main = document.getElementById("main");
    if (main) main.focus({ preventScroll: true });
  }

  // A citation of a view leaves blank what only the browser knows.
  function filled(text) {
    return text.replaceAll("{address}", location.href).replaceAll("{today}", new Date().toISOString().slice(0, 10));
  }

  function copy(button, text) {
    const label = button.querySelector(".wide-only") || button;
    const before = label.dataset.label || label.textContent;
    label.dataset.label = before;
    write(filled(text)).then(() => {
      label.textContent = "Copied";
      say("Copied");
      setTimeout(() => { label.textContent = before; }, 1600);
    });
  }

  // The clipboard is closed to pages that are neither local nor encrypted.
  function write(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    return Promise.resolve();
  }

  function change(button) {
    const asked = { deed: button.dataset.deed, batch: Number(button.dataset.batch), at: Date.now() };
    button.disabled = true;
    setProps("load-change", { data: asked });
  }

  // --- keys --------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping) {
      const box = document.getElementById("rail-q");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    }
    if (event.key === "Escape") {
      const menu = document.querySelector("details.drop-menu[open]");
      if (menu) {
        menu.querySelector("summary").focus();
        return closeMenus();
      }
    }
    if (event.key === "Escape" && stance.shown.statement && !isTyping) close();
    return undefined;
  });

  // --- on paper ----------------------------------------------------------------------------

  window.addEventListener("beforeprint", () => {
    const line = document.getElementById("shell-print");
    if (line) line.textContent = location.href + " · printed on " + new Date().toISOString().slice(0, 10);
  });

  // --- light and dark, wide and narrow -------------------------------------------------------

  // A first visitor is told once what can be done here.
  function hint(isNew) {
    if (!isNew) localStorage.setItem("stance-hint", "read");
    setProps("timeline-hint", { hidden: localStorage.getItem("stance-hint") === "read" });
  }

  function tellTheme() {
    setProps("shell-theme", { data: document.documentElement.getAttribute("data-mantine-color-scheme") });
  }

  let wasNarrow = stance.isNarrow();
  window.addEventListener("resize", () => {
    if (stance.isNarrow() === wasNarrow) return;
    wasNarrow = stance.isNarrow();
    const address = stance.shown.address;
    if (stance.shown.page !== "timeline" || !address) return;
    stance.shown.address = [address[0], address[1], wasNarrow];
    setProps("timeline-address", { data: stance.shown.address });
  });

  window.addEventListener("scroll", () => stance.point(null), { passive: true });

  function begin() {
    if (!document.getElementById("timeline-hint")) return setTimeout(begin, 30);
    new MutationObserver(tellTheme).observe(document.documentElement, {
      attributes: true, attributeFilter: ["data-mantine-color-scheme"],
    });
    tellTheme();
    hint(true);
    return undefined;
  }
  begin();
})();
