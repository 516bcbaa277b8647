"""What governments say, dated and sourced, and how sure we can be that it shifted."""

__version__ = "0.1.0"
