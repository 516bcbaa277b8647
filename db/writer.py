"""Write planned statements with their names, codings and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from db.derived_columns import update_each, write_person_frames, write_roots
from db.keys import NAMED_BY, Firsts, Keys, references
from db.models import (
    ActorAliasRow,
    ActorRow,
    Base,
    CodingRow,
    HitRow,
    IssueRow,
    LinkRow,
    SourceRow,
    StatementRow,
    TagRow,
)
from db.rows import (
    CODING,
    HIT,
    LINK,
    STATEMENT,
    TAG,
    Cells,
    Row,
    actor_cells,
    alias_cells,
    coding_row,
    dictionary_rows,
    frame_cells,
    hit_rows,
    said_cells,
    tag_rows,
)
from db.staging import Tables, chunks
from stance.records import Actor, Codebook, Coding, Hit, Link, Statement

_CHUNK = 1000


class PlannedCoding(NamedTuple):
    """A person's coding, its place among those of its statement, and the load it came with."""

    coding: Coding
    position: int
    batch: int | None


class PlannedLink(NamedTuple):
    """A link, and the load it came with."""

    link: Link
    batch: int | None


@dataclass(frozen=True, slots=True)
class PlannedStatement:
    """A statement as it shall stand, with what hangs on it; it names others, and no keys."""

    said: Statement
    source: str
    given: Sequence[PlannedCoding] = ()
    hits: Sequence[Hit] | None = None  # None where no codebook looked at it
    codebook: Codebook | None = None
    batch: int | None = None
    root: str = ""  # empty: itself, until its links are there
    content_hash: str | None = None  # given where it is kept as it came


class Writer:
    """Puts planned rows into the tables: finds keys for names, and keeps derived columns true."""

    def __init__(self, into: Tables) -> None:
        self.into = into
        self._keys = {model: Keys(into.connection, model) for model in NAMED_BY}
        self.statements, self.sources = self._keys[StatementRow], self._keys[SourceRow]
        self._changes: dict[type[Base], defaultdict[int, dict[str, object]]] = {
            model: defaultdict(dict) for model in NAMED_BY
        }
        self._recoded: set[int] = set()
        self._relinked: set[int] = set()

    def begin(self, firsts: Firsts) -> None:
        """Let new rows have keys from these on."""
        for model, keys in self._keys.items():
            if model in firsts:
                keys.begin(firsts[model])

    # --- names -------------------------------------------------------------------------

    def new(self, model: type[Base], names: Iterable[str]) -> list[str]:
        """Return those of these names that neither the store nor this writer holds, each once."""
        wanted = list(dict.fromkeys(names))
        self._keys[model].learn(wanted)
        return [name for name in wanted if name not in self._keys[model]]

    def put_named(self, model: type[Base], rows: Iterable[Cells]) -> None:
        """Add rows that others name; each gets the next key, unless it was given one before."""
        keys, name = self._keys[model], NAMED_BY[model]
        keyed = [
            {**row, "key": keys[row[name]] if row[name] in keys else keys.give(row[name])}
            for row in rows
        ]
        self.into.put_cells(model, keyed)

    def put_new(self, model: type[Base], rows: Iterable[Cells]) -> None:
        """Add those of these rows whose names are new."""
        by_name = {row[NAMED_BY[model]]: row for row in rows}
        self.put_named(model, [by_name[name] for name in self.new(model, by_name)])

    def put_actors(self, actors: Iterable[tuple[Actor, int | None]]) -> None:
        """Add the actors that are new, with the load that brings them; known ones get a kind."""
        actors = list(actors)
        keys = self._keys[ActorRow]
        keys.learn(name for actor, _ in actors for name in (actor.name, actor.part_of) if name)
        new = [(actor, batch) for actor, batch in actors if actor.name not in keys]
        for actor, _ in actors:
            if actor.name in keys:
                kind = actor.kind.value if actor.kind else None
                self._changes[ActorRow][keys[actor.name]] |= {"kind": kind}
        for actor, _ in new:
            keys.give(actor.name)
        rows = [
            actor_cells(
                keys[actor.name],
                actor,
                part_of=keys[actor.part_of] if actor.part_of else None,
                batch=batch,
            )
            for actor, batch in new
        ]
        self.into.put_cells(ActorRow, rows)
        aliases = [row for actor, _ in new for row in alias_cells(keys[actor.name], actor)]
        self.into.put_cells(ActorAliasRow, aliases)

    # --- statements --------------------------------------------------------------------

    def put_statements(
        self, planned: Iterable[PlannedStatement], done: Callable[[int], None] = lambda _n: None
    ) -> None:
        """Add statements that have their keys already, with what hangs on them."""
        n_done = 0
        for some in chunks(planned, _CHUNK):
            self._learn_names(some)
            self.into.put(StatementRow, STATEMENT, map(self._statement_row, some))
            self._put_belongings(some)
            n_done += len(some)
            done(n_done)

    def _learn_names(self, some: Sequence[PlannedStatement]) -> None:
        self._keys[ActorRow].learn(stands.said.actor for stands in some)
        self._keys[IssueRow].learn(stands.said.issue for stands in some)
        self.sources.learn(stands.source for stands in some)

    def write_over(self, key: int, stands: PlannedStatement) -> None:
        """Put a statement in the place of the one with this key; links are not looked at."""
        self._learn_names([stands])
        self.statements.learn([stands.said.id])
        row = dict(zip(STATEMENT, self._statement_row(stands), strict=True))
        # Its root is found with its links, and it keeps the load it came with.
        self._changes[StatementRow][key] |= {
            name: cell for name, cell in row.items() if name not in ("key", "root_key", "batch_key")
        }
        self._put_belongings([stands])

    def _statement_row(self, stands: PlannedStatement) -> Row:
        said, keys = stands.said, self._keys
        key = keys[StatementRow][said.id]
        version = stands.codebook.version if stands.codebook else None
        return (
            key,
            keys[ActorRow][said.actor],
            keys[IssueRow][said.issue],
            keys[SourceRow][stands.source],
            keys[StatementRow][stands.root] if stands.root else key,
            stands.batch,
            *frame_cells((given.coding for given in stands.given), stands.hits, version),
            *said_cells(said, stands.content_hash),
        )

    def _put_belongings(self, some: Sequence[PlannedStatement]) -> None:
        keyed = [(self.statements[stands.said.id], stands) for stands in some]
        tags = (row for key, stands in keyed for row in tag_rows(key, stands.said.tags))
        self.into.put(TagRow, TAG, tags)
        hits = (row for key, stands in keyed for row in hit_rows(key, stands.hits or ()))
        self.into.put(HitRow, HIT, hits)
        self.into.put(CodingRow, CODING, (row for one in keyed for row in _coding_rows(*one)))

    def put_codings(self, given: Iterable[PlannedCoding]) -> None:
        """Add persons' codings to statements that stand already."""
        given = list(given)
        self.statements.learn(one.coding.statement for one in given)
        keyed = [(self.statements[one.coding.statement], one) for one in given]
        self.into.put(CodingRow, CODING, (coding_row(key, *one) for key, one in keyed))
        self._recoded.update(key for key, _ in keyed)

    def put_links(self, links: Iterable[PlannedLink], *, roots_follow: bool = True) -> None:
        """Add links; utterances are found anew from them, unless their roots are given."""
        links = list(links)
        keys = self.statements
        keys.learn(end for link, _ in links for end in link.ends)
        rows = [
            (keys[link.from_id], link.type.value, keys[link.to_id], batch) for link, batch in links
        ]
        self.into.put(LinkRow, LINK, rows)
        if roots_follow:
            joined = (link for link, _ in links if link.type.joins)
            self._relinked.update(keys[end] for link in joined for end in link.ends)

    def put_roots(self, roots: Iterable[tuple[str, str]]) -> None:
        """Give statements that stand already other roots."""
        for id_, root in roots:
            key = self.statements[id_]
            self._changes[StatementRow][key] |= {"root_key": self.statements[root]}

    def put_kept(self, model: type[Base], rows: Iterable[Cells]) -> None:
        """Add rows as the history keeps them: names in them stand for keys, which are known."""
        named = references(model)
        own = NAMED_BY.get(model)
        keyed = []
        for row in rows:
            cells = dict(row)
            for name, (column, other) in named.items():
                cells[column] = self._keys[other][row[name]]
            if own:
                cells["key"] = self._keys[model][row[own]]
            keyed.append(cells)
        self.into.put_cells(model, keyed)

    # --- the end -----------------------------------------------------------------------

    def recode(self, keys: Iterable[int]) -> None:
        """Remember that what persons gave these statements is another at the end."""
        self._recoded.update(keys)

    def relink(self, keys: Iterable[int]) -> None:
        """Remember that links of these statements come or go."""
        self._relinked.update(keys)

    def pour(self) -> None:
        """Write all rows, then update the frames and roots that statements repeat."""
        connection = self.into.connection
        self.into.pour()
        for model, changes in self._changes.items():
            update_each(connection, model, changes)
        if self._recoded:
            write_person_frames(connection, sorted(self._recoded))
        if self._relinked:
            write_roots(connection, sorted(self._relinked))


def _coding_rows(key: int, stands: PlannedStatement) -> Iterator[Row]:
    for given in stands.given:
        yield coding_row(key, *given)
    if stands.hits and stands.codebook:
        yield from dictionary_rows(key, stands.codebook, stands.hits)
