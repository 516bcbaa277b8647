// Pictures of a figure, made in the browser, with what a reader elsewhere needs to know.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { plot, here, part } = stance.drawing;
  const KEY = "Filled marks: the actor speaks; hollow: others tell it; small: further reports of one utterance. "
    + "Lines: share of utterances with the frame.";

  function wrapped(text, most) {
    // As many words as fit a line; one that fits none stands alone.
    const lines = new RegExp("\\S.{0," + (Math.floor(most) - 1) + "}(?!\\S)|\\S+", "gu");
    return text.replace(/\s+/g, " ").match(lines) || [""];
  }

  function sentence(text) {
    const trimmed = text.trim().replace(/\s+/g, " ");
    return trimmed && !/[.!?]$/.test(trimmed) ? trimmed + "." : trimmed;
  }

  // The caption's paragraphs and the note on the source, each a sentence; what the marks mean.
  function footed() {
    const caption = document.getElementById(part("caption"));
    const print = document.querySelector("#" + part("source") + " .print");
    const lines = caption ? [...caption.children].map((one) => sentence(one.innerText)) : [];
    const key = stance.shown.page === "timeline" ? KEY : "";
    return [key, ...lines, print ? sentence(print.innerText) : ""].filter(Boolean).join(" ");
  }

  // An address that only this machine knows is no use to a reader elsewhere.
  function address() {
    const isLocal = /^(localhost|127\.|\[::1\])/.test(location.host);
    return isLocal ? "Stance " + decodeURIComponent(location.pathname + location.search) : location.href;
  }

  stance.picture = function (format) {
    const gd = plot();
    if (!gd || !window.Plotly) return;
    const width = stance.isNarrow() ? 640 : 1200;
    const title = wrapped(document.getElementById(part("title")).innerText, width / 15);
    const under = wrapped(document.getElementById(part("lead")).innerText, width / 8);
    const foot = wrapped(footed(), width / 7).concat(address());
    const layout = { ...gd.layout };
    const top = 48 + title.length * 26 + under.length * 18;
    const bottom = 48 + foot.length * 15;
    const before = layout.margin;
    // A picture has no fonts of ours: others are wider.
    layout.margin = { l: before.l + (before.l > 40 ? 26 : 0), r: before.r, t: top + 24, b: bottom };
    layout.width = width;
    layout.height = here().height - before.t - before.b + top + 24 + bottom;
    layout.title = {
      text: "<b>" + title.join("<br>") + "</b>", x: 0.02, xanchor: "left", y: 1, yref: "container",
      yanchor: "top", pad: { t: 34, l: 0 }, font: { size: 20 }, automargin: false,
      subtitle: { text: under.join("<br>"), font: { size: 13 } },
    };
    layout.annotations = (layout.annotations || []).concat({
      text: foot.join("<br>").replace(/&/g, "&amp;"), showarrow: false, align: "left",
      xref: "paper", x: 0, xanchor: "left", xshift: 24 - layout.margin.l,
      yref: "paper", y: 0, yanchor: "top", yshift: -34, font: { size: 11 },
    });
    const filename = "stance-" + stance.shown.issue;
    window.Plotly.downloadImage({ data: gd.data, layout }, { format, width, height: layout.height, scale: 2, filename });
  };
})();
