// Writing by hand: the name that is remembered, buttons that ask for one deed, the way to what was saved.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const NAME = "stance-name";

  stance.recallName = () => localStorage.getItem(NAME) || "";

  stance.rememberName = function (name) {
    if (name) localStorage.setItem(NAME, name);
    return undefined;
  };

  // A statement that was saved is shown; an address that stays the same would show the old one.
  stance.goToSaved = function (href) {
    if (href) stance.go(href);
    return undefined;
  };

  // --- issues are offered by title; their ids stand beside it and are searched too ----------

  const functions = (window.dashMantineFunctions = window.dashMantineFunctions || {});

  functions.issuesFound = function ({ options, search, limit }, { ids }) {
    const sought = search.trim().toLowerCase();
    const found = options.filter((option) =>
      [option.value, ids[option.value] || ""].some((text) => text.toLowerCase().includes(sought)));
    return found.slice(0, limit);
  };

  functions.issueOption = function ({ option }, { ids }) {
    const id = ids[option.value] === option.value ? "" : ids[option.value];
    const quiet = window.React.createElement("span", { className: "quiet" }, id);
    return window.React.createElement("span", { className: "issue-option" }, option.value, quiet);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-ask]");
    if (!button) return;
    const field = document.getElementById("person-name");
    const name = field ? field.value : localStorage.getItem(NAME) || "";
    if (button.dataset.take) {
      window.dash_clientside.set_props(button.dataset.ask, { value: button.dataset.take });
      return;
    }
    const asked = Object.assign(JSON.parse(button.dataset.what), { name: name, at: Date.now() });
    window.dash_clientside.set_props(button.dataset.ask, { data: asked });
  });
})();
