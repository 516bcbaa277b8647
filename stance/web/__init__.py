"""Flask routes beside the pages: files, JSON, feeds, uploads, and what guards them."""
