// The one place that reaches for what Dash and plotly keep to themselves, and why.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;

  // Dash fetches the whole of plotly.js, 4.6 MB, once a figure is shown, from the address under this
  // name. The page names a quarter of it that is enough. To load that with every page would be the
  // documented way, and pages without a figure would wait for it.
  const PLOTLY = document.getElementById("plotly-basic").getAttribute("href");
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => PLOTLY, set: () => undefined });

  // Plotly tells where a dot is drawn only of the one that is pointed at. To tie a statement's dots
  // together, the places of all of them are reckoned as plotly does.
  stance.dotsOf = function (plot, id) {
    const axes = plot && plot._fullLayout;
    const axis = (name) => axes[name[0] + "axis" + name.slice(1)];
    return !axes ? [] : plot.data.filter((trace) => trace.mode === "markers").flatMap((trace) => {
      const across = axis(trace.xaxis || "x");
      const down = axis(trace.yaxis || "y");
      return trace.customdata.flatMap((meant, at) => (meant[1] !== id ? []
        : [[across._offset + across.d2p(trace.x[at]), down._offset + down.d2p(trace.y[at])]]));
    });
  };
})();
