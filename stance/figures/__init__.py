"""Figures: results in, plotly dictionaries out; no Dash."""
