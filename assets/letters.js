// Letters that the system may have no font for: the list of our own fonts for a script is fetched
// once a page shows it, and of a font only the part that holds the letters shown.
(function () {
  "use strict";

  const VERSION = "5.3.0";
  const waiting = {
    arabic: /[\u0600-\u06ff\u0750-\u077f]/,
    chinese: /[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]/,
    japanese: /[\u3040-\u30ff]/,
    korean: /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/,
  };

  function look(text) {
    Object.entries(waiting).forEach(([name, letters]) => {
      if (!letters.test(text)) return;
      delete waiting[name];
      const list = document.createElement("link");
      list.rel = "stylesheet";
      list.href = `/assets/vendor/fonts/${name}.css?m=${VERSION}`;
      document.head.append(list);
    });
    if (!Object.keys(waiting).length) observer.disconnect();
  }

  const observer = new MutationObserver((changes) => {
    changes.forEach((change) => {
      if (change.type === "characterData") look(change.target.data);
      change.addedNodes.forEach((node) => look(node.textContent));
    });
  });
  document.addEventListener("input", (event) => look(event.target.value || ""));
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
})();
