// Cells of tables and choices of lists that text alone cannot draw.
(function () {
  "use strict";

  const element = (...parts) => window.React.createElement(...parts);

  function mark(symbol, hue) {
    return element("span", { className: "frame-mark mark-" + symbol + " hue-" + hue, "aria-hidden": true });
  }

  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  // A row whose statement is still on its way.
  function awaited(props) {
    return !props.data && element("span", { className: "cell-awaited", "aria-hidden": true });
  }

  function further(chips) {
    const names = chips.map(([label]) => label).join(", ");
    return chips.length ? element("span", { key: "further", className: "chip", title: names }, "+" + chips.length) : null;
  }

  cells.StanceFrames = (props) => {
    if (awaited(props)) return awaited(props);
    const chips = props.value || [];
    const most = chips.length > props.most ? props.most - 1 : chips.length;
    return element(
      "span",
      { className: "cell-frames" },
      chips.slice(0, most).map(([label, symbol, hue]) => element(
        "span", { key: label, className: "chip" }, mark(symbol, hue), label,
      )),
      further(chips.slice(most)),
    );
  };

  // Where the words begin late, the first term found decides which part of them is seen.
  const LEAD = 60;

  function places(text, terms) {
    const low = text.toLowerCase();
    if (low.length !== text.length) return [];
    const found = [];
    (terms || []).forEach((term) => {
      for (let at = low.indexOf(term); at >= 0; at = low.indexOf(term, at + term.length)) {
        found.push([at, at + term.length]);
      }
    });
    found.sort((one, other) => one[0] - other[0]);
    return found.filter(([start], at) => !at || start >= found[at - 1][1]);
  }

  function wordAt(text, from, until) {
    const blank = text.indexOf(" ", from);
    return blank >= 0 && blank < until ? blank + 1 : from;
  }

  function marked(text, terms) {
    const found = places(text, terms);
    if (!found.length) return [text];
    const begin = found[0][0] > LEAD ? wordAt(text, found[0][0] - LEAD / 2, found[0][0]) : 0;
    const parts = [begin ? "…" : ""];
    let at = begin;
    found.forEach(([start, end]) => {
      parts.push(text.slice(at, start), element("mark", { key: start, className: "found" }, text.slice(start, end)));
      at = end;
    });
    return [...parts, text.slice(at)];
  }

  // What was looked for may stand in the summary of words in another language.
  function inWords(props, name) {
    const summary = props.colDef.field === "words" && props.data.summary;
    const words = element("span", { className: name, dir: "auto", title: props.value }, ...marked(props.value || "", props.terms));
    if (!summary) return words;
    return element(
      "span", { className: "cell-both" }, words,
      element("span", { className: "cell-summary", title: summary }, ...marked(summary, props.terms)),
    );
  }

  // On a phone one cell tells all: when, who, the words and their frames.
  function narrow(props) {
    const row = props.data;
    const head = [row.date, row.actor, row.voice === "Attributed" ? row.voice : ""].filter(Boolean).join(" · ");
    return element(
      "span", { className: "cell-narrow" },
      element("b", null, head),
      inWords(props, "cell-words"),
      cells.StanceFrames({ value: row.frames, data: row }),
    );
  }

  cells.StanceWords = (props) => {
    if (awaited(props)) return awaited(props);
    if (props.colDef.field === "words" && window.dash_clientside.stance.isNarrow()) return narrow(props);
    return inWords(props, "cell-words");
  };

  const functions = (window.dashMantineFunctions = window.dashMantineFunctions || {});

  functions.stanceChoice = ({ option }) => element(
    "span",
    { className: "choice" },
    element("span", { className: "choice-label" }, option.label),
    element("span", { className: "choice-n" }, (option.n || 0).toLocaleString("en")),
  );

  // Issues are offered by title; their ids stand beside it and are searched too.
  functions.issuesFound = function ({ options, search, limit }, { ids }) {
    const sought = search.trim().toLowerCase();
    const found = options.filter((option) =>
      [option.value, ids[option.value] || ""].some((text) => text.toLowerCase().includes(sought)));
    return found.slice(0, limit);
  };

  functions.issueOption = function ({ option }, { ids }) {
    const id = ids[option.value] === option.value ? "" : ids[option.value];
    const quiet = element("span", { className: "quiet" }, id);
    return element("span", { className: "issue-option" }, option.value, quiet);
  };
})();
