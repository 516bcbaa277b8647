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

  function closeMenus(except) {
    document.querySelectorAll("details.drop-menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  const BY_ID = {
    "shell-burger": () => stance.toggleRail(),
    "rail-done": () => stance.toggleRail(),
    "aside-close": () => close(),
    "hint-read": () => readHint(),
    "upload-cancel": () => stance.cancelUpload(),
    "load-use": () => stance.useColumns(),
  };

  // Buttons of which a page has several say by a data attribute what they do, and with what.
  const BY_DATA = {
    step: (button) => stance.step(Number(button.dataset.step)),
    picture: (button) => stance.picture(button.dataset.picture),
    copy: (button) => copy(button, button.dataset.copy),
    column: (button) => stance.showColumn(button.dataset.column, toggle(button)),
    choose: (button) => stance.chooseFile(button.dataset.choose),
    onlyUnstored: (button) => toggle(button),
    take: (button) => setProps(button.dataset.into, { value: button.dataset.take }),
    ask: (button) => ask(button),
  };

  function toggle(button) {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    return isOn;
  }

  document.addEventListener("click", (event) => {
    const summary = event.target.closest(".drop-menu > summary");
    closeMenus(summary && summary.parentNode);
    const link = event.target.closest("a[href]");
    if (link && isOurs(event, link)) {
      event.preventDefault();
      stance.go(link.pathname + link.search);
    }
    const button = event.target.closest("button");
    if (!button) return;
    const name = Object.keys(BY_DATA).find((one) => one in button.dataset);
    const does = BY_ID[button.id] || BY_DATA[name];
    if (does) does(button);
  });

  // What is asked for goes with who asks and with the address, by which a list is made anew.
  function ask(button) {
    const { ask: place, what } = button.dataset;
    const field = document.getElementById("person-name");
    const asked = { name: field ? field.value : "", search: location.search, at: Date.now(), ...JSON.parse(what) };
    button.disabled = "once" in button.dataset;
    setProps(place, { data: asked });
  }

  function close() {
    stance.openStatement("");
    document.getElementById("main").focus({ preventScroll: true });
  }

  // A citation of a view leaves blank what only the browser knows.
  function filled(text) {
    return text.replaceAll("{address}", location.href).replaceAll("{today}", new Date().toISOString().slice(0, 10));
  }

  function copy(button, text) {
    const label = button.querySelector(".wide-only") || button;
    const before = (label.dataset.label ||= label.textContent);
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

  // --- keys --------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      document.getElementById("rail-q").focus();
      document.getElementById("rail-q").select();
    }
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.drop-menu[open]");
    if (menu) menu.querySelector("summary").focus();
    if (menu) closeMenus();
    else if (stance.shown.statement && !isTyping) close();
  });

  // --- paper, and what is there from the start -----------------------------------------------

  window.addEventListener("beforeprint", () => {
    document.getElementById("shell-print").textContent = filled("{address} · printed on {today}");
  });

  function tellTheme() {
    setProps("shell-theme", { data: document.documentElement.getAttribute("data-mantine-color-scheme") });
  }

  // A first visitor is told once what can be done here.
  function readHint() {
    localStorage.setItem("stance-hint", "read");
    document.getElementById("timeline-hint").hidden = true;
  }

  stance.begin = function (pages) {
    stance.shown.pages = pages;
    stance.follow();
    new MutationObserver(tellTheme).observe(document.documentElement, {
      attributes: true, attributeFilter: ["data-mantine-color-scheme"],
    });
    tellTheme();
    document.getElementById("timeline-hint").hidden = localStorage.getItem("stance-hint") === "read";
    return null;
  };
})();
