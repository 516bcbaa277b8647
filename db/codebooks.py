"""Apply a codebook: store its next version and code every statement of its issue anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, column, delete, func, insert, select, table, update

from db import history_kinds as kinds
from db.codebook_json import codebook_cells, codebook_of
from db.facts import last_change
from db.keys import Firsts, next_key, record_change
from db.models import CodebookRow, CodingRow, HitRow, IssueRow, StatementRow
from db.rows import (
    CODING,
    HIT,
    Row,
    dictionary_frames,
    dictionary_rows,
    frame_text,
    hit_rows,
    moment_text,
)
from db.session import Engines
from db.staged_changes import Prepared, Settled, in_two_steps
from stance.errors import SeveralFrames
from stance.records import NONE, Codebook, Hit
from stance.store.plans import Applied, Progress, WordFinder, no_progress

_REPORT_EVERY = 500


def apply_codebook(
    engines: Engines,
    codebook: Codebook,
    find: WordFinder,
    *,
    at: datetime,
    progress: Progress = no_progress,
) -> Applied:
    """Store the next version, make the issue if new, and code its statements anew."""

    def prepared(connection: Connection) -> _Recoding | Settled[Applied]:
        ready = _Recoding(connection, codebook, find, moment_text(at), progress)
        return ready if ready.changed else Settled(ready.answer)

    # Persons' codings are rewritten too, so nobody may write beside it on PostgreSQL either.
    return in_two_steps(engines, prepared, pours_beside=False)


class _Recoding(Prepared[Applied]):
    """The rows that a codebook's version makes; wordings are sought outside the lock."""

    def __init__(
        self,
        connection: Connection,
        codebook: Codebook,
        find: WordFinder,
        moment: str,
        progress: Progress,
    ) -> None:
        super().__init__(connection)
        self._find = find
        self._moment = moment
        self._progress = progress
        self._content, self._digest = codebook_cells(codebook)
        found = select(IssueRow.key).where(IssueRow.slug == codebook.issue)
        self._issue_key = connection.scalar(found)
        newest = connection.execute(
            select(CodebookRow.version, CodebookRow.content_hash)
            .where(CodebookRow.issue_key == self._issue_key)
            .order_by(CodebookRow.version.desc())
            .limit(1)
        ).one_or_none()
        self.changed = newest is None or newest.content_hash != self._digest
        version = newest.version if newest else 0
        if self.changed:
            version = max(codebook.version, version + 1)
        self._codebook = codebook_of(self._content, version, {})
        self._n_statements = 0

    @property
    def answer(self) -> Applied:
        """What applying does, or did."""
        return Applied(self._codebook.version, self.changed, self._n_statements)

    def _refuse_several_frames(self) -> None:
        """Raise SeveralFrames where an exclusive codebook meets what persons coded without it."""
        # What is refused to a load must not stand here, or an export would not load again.
        if not self._codebook.exclusive:
            return
        found = (
            select(CodingRow.coder, StatementRow.id)
            .join(StatementRow, CodingRow.statement_key == StatementRow.key)
            .where(StatementRow.issue_key == self._issue_key, CodingRow.is_dictionary.is_(False))
            .group_by(StatementRow.id, CodingRow.coder)
            .having(func.count() > 1)
            .order_by(StatementRow.id, CodingRow.coder)
        )
        several = [(row.coder, row.id) for row in self._connection.execute(found)]
        if several:
            raise SeveralFrames(several)

    def holds(self, *, has_own_keys: bool) -> bool:
        """Whether nothing was written since."""
        del has_own_keys
        return last_change(self._connection) == self._last_change

    def put_all(self, _firsts: Firsts) -> None:
        """Stage hits, codings and what each statement's pass found."""
        self._refuse_several_frames()
        mine = StatementRow.issue_key == self._issue_key
        total = self._connection.scalar(select(func.count()).where(mine)) or 0
        found = (
            select(StatementRow.key, StatementRow.text, StatementRow.language)
            .where(mine)
            .order_by(StatementRow.key)
        )
        page: list[tuple[int, tuple[Hit, ...]]] = []
        for row in self._rows(found):
            page.append((row.key, self._find(row.text, row.language)))
            self._n_statements += 1
            if len(page) == _REPORT_EVERY or self._n_statements == total:
                self._put(page)
                page.clear()
                self._progress(self._n_statements, total)

    def _rows(self, found: Any) -> Iterator[Any]:
        """Read by pages of keys: on one connection a stream and writes do not mix."""
        last = 0
        while page := self._connection.execute(
            found.where(StatementRow.key > last).limit(_REPORT_EVERY)
        ).all():
            yield from page
            last = page[-1].key

    def _put(self, page: list[tuple[int, tuple[Hit, ...]]]) -> None:
        self.stage.put(HitRow, HIT, (row for key, hits in page for row in hit_rows(key, hits)))
        self.stage.put(
            CodingRow,
            CODING,
            (row for key, hits in page for row in dictionary_rows(key, self._codebook, hits)),
        )
        passes: list[Row] = [(key, frame_text(dictionary_frames(hits))) for key, hits in page]
        header = ("key", "dictionary_frames")
        self.stage.put_like("pass", "SELECT key, dictionary_frames FROM statement", header, passes)

    def pour(self) -> None:
        """Replace what the dictionary coded; leave what persons coded."""
        self._write_codebook()
        if not self.stage.holds("pass"):
            return
        connection, version = self._connection, self._codebook.version
        mine = select(StatementRow.key).where(StatementRow.issue_key == self._issue_key)
        coded = CodingRow.statement_key.in_(mine)
        connection.execute(delete(HitRow).where(HitRow.statement_key.in_(mine)))
        connection.execute(delete(CodingRow).where(coded, CodingRow.is_dictionary))
        self.stage.pour()
        done = table("stage_pass", column("key"), column("dictionary_frames"))
        connection.execute(
            update(StatementRow)
            .where(StatementRow.key == done.c.key)
            .values(dictionary_frames=done.c.dictionary_frames, dictionary_version=version)
        )
        # Persons' codings from before the first codebook get its version, as later ones do.
        connection.execute(
            update(CodingRow)
            .where(
                coded,
                CodingRow.is_dictionary.is_(False),
                CodingRow.codebook_version.is_(None),
                CodingRow.frame.in_((*self._codebook.frame_ids, NONE)),
            )
            .values(codebook_version=version)
        )

    def record(self) -> Applied:
        """Add the version to the history."""
        record_change(
            self._connection,
            at=self._moment,
            kind=kinds.CODEBOOK,
            subject=self._codebook.issue,
            after=str(self._codebook.version),
        )
        return self.answer

    def _write_codebook(self) -> None:
        connection, codebook = self._connection, self._codebook
        if self._issue_key is None:
            self._issue_key = next_key(connection, IssueRow.key)
            new = {"key": self._issue_key, "slug": codebook.issue, "title": codebook.title}
            connection.execute(insert(IssueRow), new)
        titled = update(IssueRow).where(IssueRow.key == self._issue_key)
        connection.execute(titled.values(title=codebook.title))
        row = {
            "key": next_key(connection, CodebookRow.key),
            "issue_key": self._issue_key,
            "version": codebook.version,
            "content": self._content,
            "content_hash": self._digest,
            "applied_at": self._moment,
        }
        connection.execute(insert(CodebookRow), row)
