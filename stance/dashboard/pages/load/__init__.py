"""The load page in its parts: reading, columns, preview, what landed, and what runs beside."""
