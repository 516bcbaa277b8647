"""The store, in SQLAlchemy: sees only records, dates, errors and the store Protocols."""
