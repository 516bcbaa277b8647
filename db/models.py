"""The tables: what is stored, with every rule the database itself can keep."""

from __future__ import annotations

from typing import Annotated, TypeVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Text, UniqueConstraint, select
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

# Names that are the same on both databases let later migrations address every constraint.
_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite compares texts by code point; "C" makes PostgreSQL give the same order.
PlainText = Text().with_variant(Text(collation="C"), "postgresql")

Key = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]
"""A surrogate key: given out under the writing lock, so no sequence is needed."""

BatchRef = Annotated[int | None, mapped_column(ForeignKey("batch.key"))]
StatementRef = Annotated[int, mapped_column(ForeignKey("statement.key"), primary_key=True)]
TextKey = Annotated[str, mapped_column(primary_key=True)]
Position = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map = {str: PlainText}  # noqa: RUF012 - SQLAlchemy reads it from the class


_Row = TypeVar("_Row", bound=Base)


class BatchRow(Base):
    """One load of one file; moments are ISO texts in UTC."""

    __tablename__ = "batch"

    key: Mapped[Key]
    loaded_at: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    n_stored: Mapped[int]
    n_duplicates: Mapped[int]
    n_refused: Mapped[int]
    undone_at: Mapped[str | None]


class ActorRow(Base):
    """A body that can be committed by what is said; `folded` is its name as compared."""

    __tablename__ = "actor"

    key: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str | None]
    part_of_key: Mapped[int | None] = mapped_column(ForeignKey("actor.key"), index=True)
    batch_key: Mapped[BatchRef]


class ActorAliasRow(Base):
    """Another name of an actor."""

    __tablename__ = "actor_alias"

    actor_key: Mapped[int] = mapped_column(ForeignKey("actor.key"), primary_key=True)
    position: Mapped[Position]
    alias: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)


class SourceRow(Base):
    """What counts as one source: a publisher, or the host of an address."""

    __tablename__ = "source"

    key: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    batch_key: Mapped[BatchRef]


class IssueRow(Base):
    """What a position is on."""

    __tablename__ = "issue"

    key: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    batch_key: Mapped[BatchRef]


class CodebookRow(Base):
    """One version of an issue's codebook: canonical JSON, with the digest of its content."""

    __tablename__ = "codebook"
    __table_args__ = (UniqueConstraint("issue_key", "version"),)

    key: Mapped[Key]
    issue_key: Mapped[int] = mapped_column(ForeignKey("issue.key"))
    version: Mapped[int]
    content: Mapped[str]
    content_hash: Mapped[str]
    applied_at: Mapped[str]


class StatementRow(Base):
    """One statement, as said."""

    # Days are ordinals and months `stance.records.dates.month_key`s, so every period is integer
    # arithmetic. `person_frames` and `dictionary_frames` repeat the codings as ids in
    # alphabetical order joined by ';': NULL is not coded, empty is coded none.

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint("stance BETWEEN -2 AND 2", name="stance_in_range"),
        CheckConstraint("first_day <= middle_day AND middle_day <= last_day", name="days_in_order"),
        Index(None, "first_day"),
        Index(None, "issue_key", "first_day"),
        # Whatever is counted, and every filter but tags and text, is answered from here alone.
        Index(
            "ix_statement_series",
            *("issue_key", "actor_key", "voice", "middle_day", "n_days", "first_day", "last_day"),
            *("first_month", "last_month", "root_key", "source_key", "about", "mode", "language"),
            *("batch_key", "person_frames", "dictionary_frames"),
        ),
    )

    key: Mapped[Key]
    id: Mapped[str] = mapped_column(unique=True)
    date: Mapped[str]
    first_day: Mapped[int]
    middle_day: Mapped[int]
    last_day: Mapped[int]
    first_month: Mapped[int]
    last_month: Mapped[int]
    n_days: Mapped[int]
    actor_key: Mapped[int] = mapped_column(ForeignKey("actor.key"))
    issue_key: Mapped[int] = mapped_column(ForeignKey("issue.key"))
    source_key: Mapped[int] = mapped_column(ForeignKey("source.key"))
    root_key: Mapped[int] = mapped_column(ForeignKey("statement.key"), index=True)
    voice: Mapped[str]
    mode: Mapped[str | None]
    language: Mapped[str]
    person_frames: Mapped[str | None]
    dictionary_frames: Mapped[str | None]
    dictionary_version: Mapped[int | None]
    text: Mapped[str]
    speaker: Mapped[str]
    role: Mapped[str]
    about: Mapped[str]
    addressee: Mapped[str]
    reported_by: Mapped[str]
    summary: Mapped[str]
    stance: Mapped[float | None]
    claimed: Mapped[str]
    claimed_first_date: Mapped[str]
    source_title: Mapped[str]
    source_publisher: Mapped[str]
    source_date: Mapped[str]
    source_url: Mapped[str]
    source_archive_url: Mapped[str]
    note: Mapped[str]
    extra: Mapped[str]
    search_text: Mapped[str]
    content_hash: Mapped[str]
    batch_key: Mapped[BatchRef] = mapped_column(index=True)
    question: Mapped[str] = mapped_column(server_default="")


class TagRow(Base):
    """A tag of a statement, in the order given; `key` is its part before the colon."""

    __tablename__ = "tag"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read from the class

    statement_key: Mapped[StatementRef]
    position: Mapped[Position]
    key: Mapped[str]
    tag: Mapped[str]


class CodingRow(Base):
    """A frame (or none) given by a coder; the dictionary's stand in the codebook's order."""

    __tablename__ = "coding"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read from the class

    statement_key: Mapped[StatementRef]
    coder: Mapped[TextKey]
    frame: Mapped[TextKey]
    position: Mapped[int]
    codebook_version: Mapped[int | None]
    coded_at: Mapped[str | None]
    is_dictionary: Mapped[bool]
    batch_key: Mapped[BatchRef]


class HitRow(Base):
    """A wording found in a statement's text."""

    __tablename__ = "hit"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read from the class

    statement_key: Mapped[StatementRef]
    start: Mapped[Position]
    end: Mapped[Position]
    key: Mapped[TextKey]
    is_tracked: Mapped[bool] = mapped_column(primary_key=True)


class LinkRow(Base):
    """A relation from one statement to another."""

    __tablename__ = "link"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read from the class

    from_key: Mapped[int] = mapped_column(ForeignKey("statement.key"), primary_key=True)
    type: Mapped[TextKey]
    to_key: Mapped[int] = mapped_column(ForeignKey("statement.key"), primary_key=True, index=True)
    batch_key: Mapped[BatchRef]


class ChangeRow(Base):
    """The history: every write leaves a row, what it took away stays in `before` as JSON."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "kind", "subject"),)

    key: Mapped[Key]
    at: Mapped[str]
    who: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]


def also_named(row: type[_Row], name: str) -> type[_Row]:
    """Return a table under another name in SELECTs, to be used by several threads."""
    other = aliased(row, name=name)
    # Its columns are made when first asked for. Two threads that ask at once make them twice, and
    # from then on SQLAlchemy refuses to join it: half of the first requests could go that way.
    str(select(other))
    return other
