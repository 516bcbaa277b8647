"""The load page: format, columns, preview, result, and what runs in the background."""
