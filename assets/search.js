// The panel under the search box: it follows the typing and is walked through by arrows.
(function () {
  "use strict";

  const WAIT = 220;
  const { setProps } = window.dash_clientside.stance;
  const box = () => document.getElementById("rail-q");
  const panel = () => document.getElementById("shell-found");
  const isOpen = () => Boolean(panel()) && !panel().hidden;
  let timer = null;

  function open(text) {
    if (document.activeElement !== box()) return;
    setProps("shell-sought", { data: text });
    setProps("shell-found", { hidden: false });
    const area = box().getBoundingClientRect();
    const width = Math.min(380, window.innerWidth - 16);
    panel().style.width = width + "px";
    panel().style.left = Math.max(8, Math.min(area.left, window.innerWidth - width - 8)) + "px";
  }

  function close() {
    clearTimeout(timer);
    if (isOpen()) setProps("shell-found", { hidden: true });
  }

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    clearTimeout(timer);
    const text = event.target.value.trim();
    if (text.length < 2) close();
    else timer = setTimeout(open, WAIT, text);
  });

  function step(by) {
    const links = [...panel().querySelectorAll("a, summary")].filter((one) => one.checkVisibility());
    const next = links.indexOf(document.activeElement) + by;
    if (next < 0) box().focus();
    else if (links[next]) links[next].focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === box()) close();
    if (!isOpen() || !(event.target === box() || panel().contains(event.target))) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      box().focus();
      close();
    }
  }, true);

  // A click or the keyboard elsewhere closes it, and so does what was looked for.
  ["click", "focusin"].forEach((kind) => document.addEventListener(kind, (event) => {
    if (!isOpen() || event.target === box()) return;
    const isTaken = kind === "click" && event.target.closest("a");
    if (isTaken || !panel().contains(event.target)) close();
  }));
})();
