"""The store in SQLAlchemy, for SQLite and PostgreSQL."""
