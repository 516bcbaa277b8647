// The one place that reaches for what Dash and plotly keep to themselves, and why.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;

  // Dash fetches the whole of plotly.js, 4.6 MB, once a figure is shown, from the address under this
  // name. The page names a quarter of it that is enough. To load that with every page would be the
  // documented way, and pages without a figure would wait for it.
  const PLOTLY = document.getElementById("plotly-basic").getAttribute("href");
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => PLOTLY, set: () => undefined });

  // Plotly tells where a dot is drawn only of the one that is pointed at, and of that not while it
  // draws anew. The places of all of them in the figure are reckoned as plotly does.
  stance.dotsIn = function (plot) {
    const axes = plot && plot._fullLayout;
    const axis = (name) => axes[name[0] + "axis" + name.slice(1)];
    const place = (along, value) => along._offset + along.d2p(value);
    return !axes ? [] : plot.data.filter((trace) => trace.mode === "markers").flatMap((trace) => {
      const [across, down] = [axis(trace.xaxis || "x"), axis(trace.yaxis || "y")];
      return trace.customdata.map((customdata, at) => (
        { customdata, data: trace, x: place(across, trace.x[at]), y: place(down, trace.y[at]) }));
    });
  };
})();
