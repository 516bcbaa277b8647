// The panel under the search box: it follows the typing and is walked through by arrows.
(function () {
  "use strict";

  const WAIT = 220;
  let timer = null;

  function box() {
    return document.getElementById("rail-q");
  }

  function panel() {
    return document.getElementById("shell-found");
  }

  function show(isOpen) {
    const found = panel();
    if (!found || found.hidden === !isOpen) return;
    window.dash_clientside.set_props("shell-found", { hidden: !isOpen });
    if (isOpen) place(found);
  }

  function place(found) {
    const area = box().getBoundingClientRect();
    const width = Math.min(380, window.innerWidth - 16);
    found.style.width = width + "px";
    found.style.left = Math.max(8, Math.min(area.left, window.innerWidth - width - 8)) + "px";
  }

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    clearTimeout(timer);
    const text = event.target.value.trim();
    if (text.length < 2) return show(false);
    timer = setTimeout(() => {
      if (document.activeElement !== box()) return;
      window.dash_clientside.set_props("shell-sought", { data: text });
      show(true);
    }, WAIT);
  });

  function step(by) {
    const links = [...panel().querySelectorAll("a, summary")].filter((one) => one.checkVisibility());
    const at = links.indexOf(document.activeElement);
    const next = at + by;
    if (next < 0) return box().focus();
    if (links[next]) links[next].focus();
    return undefined;
  }

  document.addEventListener("keydown", (event) => {
    const found = panel();
    if (!found || found.hidden) return;
    const isHere = event.target === box() || found.contains(event.target);
    if (!isHere) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      box().focus();
      show(false);
    }
    if (event.key === "Enter" && event.target === box()) {
      clearTimeout(timer);
      show(false);
    }
  }, true);

  document.addEventListener("click", (event) => {
    const found = panel();
    if (!found || found.hidden || event.target === box()) return;
    if (!found.contains(event.target) || event.target.closest("a")) show(false);
  });

  document.addEventListener("focusin", (event) => {
    const found = panel();
    if (found && !found.hidden && event.target !== box() && !found.contains(event.target)) show(false);
  });
})();
