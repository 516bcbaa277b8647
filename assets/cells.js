// What is drawn with React: parts of pages, cells of tables, choices of lists.
(function () {
  "use strict";

  const element = (...parts) => window.React.createElement(...parts);

  // Elements that no callback changes, as stance/dashboard/parts/static_parts.py sends them.
  const drawn = (part) => (Array.isArray(part) ? element(part[0], part[1], ...part.slice(2).map(drawn)) : part);
  window.stance = { Static: ({ tree }) => drawn(tree) };

  const mark = (symbol, hue) => element("span", { className: "frame-mark mark-" + symbol + " hue-" + hue, "aria-hidden": true });

  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  // A row whose statement is still on its way.
  const awaited = (props) => !props.data && element("span", { className: "cell-awaited", "aria-hidden": true });

  function further(chips) {
    const names = chips.map(([label]) => label).join(", ");
    return chips.length ? element("span", { key: "further", className: "chip", title: names }, "+" + chips.length) : null;
  }

  cells.StanceFrames = (props) => {
    if (awaited(props)) return awaited(props);
    const chips = props.value || [];
    const most = chips.length > props.most ? props.most - 1 : chips.length;
    const shown = chips.slice(0, most).map(([label, symbol, hue]) => element(
      "span", { key: label, className: "chip" }, mark(symbol, hue), label,
    ));
    return element("span", { className: "cell-frames" }, shown, further(chips.slice(most)));
  };

  const LEAD = 60;

  function marked(text, terms) {
    if (!terms || !terms.length) return [text];
    const sought = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    // What is sought stands in every second part.
    const parts = text.split(new RegExp("(" + sought + ")", "iu"));
    const [head] = parts;
    if (parts.length > 1 && head.length > LEAD) {
      // Where the words begin late, the first term found decides which part of them is seen.
      const from = head.length - LEAD / 2;
      const blank = head.indexOf(" ", from);
      parts[0] = "…" + head.slice(blank < 0 ? from : blank + 1);
    }
    return parts.map((part, at) => (at % 2 ? element("mark", { key: at, className: "found" }, part) : part));
  }

  // What was looked for may stand in the summary of words in another language.
  function inWords(props, name) {
    const summary = props.colDef.field === "words" && props.data.summary;
    const words = element("span", { className: name, dir: "auto", title: props.value }, ...marked(props.value || "", props.terms));
    if (!summary) return words;
    const english = element("span", { className: "cell-summary", title: summary }, ...marked(summary, props.terms));
    return element("span", { className: "cell-both" }, words, english);
  }

  // On a phone one cell tells all: when, who, the words and their frames.
  function narrow(props) {
    const row = props.data;
    const head = [row.date, row.actor, row.voice === "Attributed" ? row.voice : ""].filter(Boolean).join(" · ");
    const frames = cells.StanceFrames({ value: row.frames, data: row });
    return element("span", { className: "cell-narrow" }, element("b", null, head), inWords(props, "cell-words"), frames);
  }

  cells.StanceWords = (props) => {
    if (awaited(props)) return awaited(props);
    if (props.colDef.field === "words" && window.dash_clientside.stance.isNarrow()) return narrow(props);
    return inWords(props, "cell-words");
  };

  const functions = (window.dashMantineFunctions = window.dashMantineFunctions || {});

  functions.stanceChoice = ({ option }) => element(
    "span", { className: "choice" },
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
