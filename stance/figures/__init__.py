"""Pure: results in, plotly figures out; no Dash."""
