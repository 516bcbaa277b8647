"""Codebook files: YAML to records and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import yaml
from yaml.representer import BaseRepresenter

from stance.analysis.wordings.codebook_yaml import Item, read_yaml
from stance.analysis.wordings.patterns import read_wording
from stance.errors import CodebookRefused
from stance.records import MOST_NAME_BYTES, NONE, Codebook, Frame, LinkType, Tracked, Wordings
from stance.records.text_search import slug


def parse_codebook(text: str) -> Codebook:
    """Read a codebook file.

    Parameters
    ----------
    text : str
        The file's text, in the format of docs/method/coding.md.

    Returns
    -------
    Codebook
        `issue` is made a slug, a missing `title` is the issue as written, a missing
        `version` is 1, languages are primary subtags.

    Raises
    ------
    CodebookRefused
        If the file breaks a rule; `line` says where, the sentence what to do.
    """
    found = read_yaml(text).record("The codebook", _TOP)
    # Optional parts may be named and left empty.
    top = {name: item for name, item in found.items() if item.value or name not in _MAY_BE_EMPTY}
    issue, title = _issue_and_title(top)
    stance = top["stance"].record("'stance'", ("min", "max")) if "stance" in top else {}
    frames = tuple(map(_frame, _members(top, "frames")))
    tracked = tuple(map(_tracked, _members(top, "tracked"))) if "tracked" in top else ()
    retired = {}
    if "retired" in top:
        for id_, item in top["retired"].mapping("'retired'").items():
            _refuse_bad_id(id_, top["retired"].key_lines[id_])
            retired[id_] = _whole_number(item, f"The version of {id_!r}", least=0)
    _refuse_repeats(top, frames, tracked, retired)
    return Codebook(
        issue=issue,
        title=title,
        version=_whole_number(top["version"], "'version'") if "version" in top else 1,
        exclusive=_exclusive(top),
        stance_min=_optional(stance, "min"),
        stance_max=_optional(stance, "max"),
        frames=frames,
        tracked=tracked,
        retired=retired,
    )


def print_codebook(codebook: Codebook) -> str:
    """Write a codebook as YAML, for `parse_codebook`."""
    body: dict[str, Any] = {
        "issue": codebook.issue,
        "title": codebook.title,
        "version": codebook.version,
        "exclusive": codebook.exclusive,
    }
    ends = {"min": codebook.stance_min, "max": codebook.stance_max}
    if any(ends.values()):
        body["stance"] = {name: words for name, words in ends.items() if words}
    body["frames"] = [_frame_body(frame) for frame in codebook.frames]
    if codebook.tracked:
        body["tracked"] = [
            {"id": each.id, "label": each.label} | _wordings_body(each.wordings)
            for each in codebook.tracked
        ]
    if codebook.retired:
        body["retired"] = dict(codebook.retired)
    return yaml.dump(body, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96)


# --- reading -----------------------------------------------------------------------------

_TOP = ("issue", "title", "version", "exclusive", "stance", "frames", "tracked", "retired")
_MAY_BE_EMPTY = ("stance", "tracked", "retired")
_ID = re.compile(r"[a-z0-9_-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_MEANINGS = {link.value: link for link in (LinkType.CLAIMS_CHANGE, LinkType.DENIES)}


def _issue_and_title(top: Mapping[str, Item]) -> tuple[str, str]:
    if "issue" not in top:
        raise CodebookRefused("The codebook has no 'issue': name the issue it codes.", line=1)
    written = top["issue"].text("'issue'")
    if not slug(written):
        raise CodebookRefused(
            f"The issue {written!r} holds no letter or digit: write its name.",
            line=top["issue"].line,
        )
    _refuse_long("issue", slug(written), top["issue"].line)
    return slug(written), _optional(top, "title") or written


def _refuse_long(what: str, name: str, line: int) -> None:
    n = len(name.encode())
    if n > MOST_NAME_BYTES:
        raise CodebookRefused(
            f"The {what} {name[:40]!r}... has {n:,} bytes and at most {MOST_NAME_BYTES:,} make a "
            "name: shorten it.",
            line=line,
        )


def _members(top: Mapping[str, Item], name: str) -> list[Item]:
    if name not in top or not top[name].value:
        raise CodebookRefused(
            f"The codebook has no '{name}': list at least one, each with an 'id'.",
            line=top[name].line if name in top else 1,
        )
    return top[name].items(f"'{name}'")


def _frame(item: Item) -> Frame:
    cells = item.record("A frame", ("id", "label", "definition", "wordings", "means"))
    id_ = _id(item, cells)
    return Frame(
        id=id_,
        label=_optional(cells, "label") or id_,
        definition=_optional(cells, "definition"),
        wordings=_wordings(cells, id_),
        means=_means(cells["means"]) if "means" in cells else None,
    )


def _tracked(item: Item) -> Tracked:
    cells = item.record("A tracked wording", ("id", "label", "wordings"))
    id_ = _id(item, cells)
    wordings = _wordings(cells, id_)
    if not wordings:
        raise CodebookRefused(
            f"The tracked wording {id_!r} has no wordings: give some, or take it out.",
            line=item.line,
        )
    return Tracked(id_, _optional(cells, "label") or id_, wordings)


def _id(item: Item, cells: Mapping[str, Item]) -> str:
    if "id" not in cells:
        raise CodebookRefused(
            "A frame or tracked wording has no 'id': give it one of small letters, "
            "digits, '-' and '_'.",
            line=item.line,
        )
    id_ = cells["id"].text("An 'id'")
    _refuse_bad_id(id_, cells["id"].line)
    return id_


def _refuse_bad_id(written: str, line: int) -> None:
    if written == NONE:
        raise CodebookRefused(
            "The id 'none' means that no frame applies: choose another id.", line=line
        )
    if not _ID.fullmatch(written):
        raise CodebookRefused(
            f"The id {written[:40]!r} should be of small letters a to z, digits, '-' and '_' "
            "only: put other words into 'label'.",
            line=line,
        )
    _refuse_long("id", written, line)


def _means(item: Item) -> LinkType:
    written = item.text("'means'")
    if written not in _MEANINGS:
        raise CodebookRefused(
            f"'means' is {written!r} and can be claims_change or denies: choose one, "
            "or take it out.",
            line=item.line,
        )
    return _MEANINGS[written]


def _wordings(cells: Mapping[str, Item], id_: str) -> Wordings:
    found: dict[str, tuple[str, ...]] = {}
    if "wordings" not in cells or cells["wordings"].value == "":
        return found
    holder = cells["wordings"]
    for tag, item in holder.mapping(f"'wordings' of {id_!r}").items():
        if not _LANGUAGE.fullmatch(tag):
            raise CodebookRefused(
                f"{tag[:40]!r} is not a language tag: write one such as en, zh or ko.",
                line=holder.key_lines[tag],
            )
        language = re.split("[-_]", tag.lower())[0]
        texts = [_wording(each) for each in item.items(f"The '{tag}' wordings of {id_!r}")]
        merged = tuple(dict.fromkeys((*found.get(language, ()), *texts)))
        if merged:
            found[language] = merged
    return found


def _wording(item: Item) -> str:
    written = item.text("A wording")
    try:
        read_wording(written)
    except CodebookRefused as error:
        raise CodebookRefused(error.reason, line=item.line) from error
    return written


def _refuse_repeats(
    top: Mapping[str, Item],
    frames: tuple[Frame, ...],
    tracked: tuple[Tracked, ...],
    retired: Mapping[str, int],
) -> None:
    holders: tuple[Frame | Tracked, ...] = (*frames, *tracked)
    seen: set[str] = set()
    members = _members(top, "frames") + (top["tracked"].items("'tracked'") if tracked else [])
    for holder, item in zip(holders, members, strict=True):
        if holder.id in seen or holder.id in retired:
            raise CodebookRefused(
                f"The id {holder.id!r} stands twice: frames, tracked wordings and retired "
                "frames share no id, so rename one.",
                line=item.line,
            )
        seen.add(holder.id)


def _whole_number(item: Item, what: str, *, least: int = 1) -> int:
    written = item.text(what)
    if not re.fullmatch(r"[0-9]{1,9}", written) or int(written) < least:
        wanted = f"should be a whole number from {least} on, of at most nine digits"
        raise CodebookRefused(f"{what} is {written[:40]!r} and {wanted}.", line=item.line)
    return int(written)


def _exclusive(top: Mapping[str, Item]) -> bool:
    if "exclusive" not in top:
        return False
    written = top["exclusive"].text("'exclusive'").lower()
    if written not in (*_TRUE, *_FALSE):
        raise CodebookRefused(
            f"'exclusive' is {written[:40]!r} and can be true (at most one frame a statement) "
            "or false.",
            line=top["exclusive"].line,
        )
    return written in _TRUE


def _optional(cells: Mapping[str, Item], name: str) -> str:
    return cells[name].text(f"'{name}'") if name in cells else ""


# --- writing -----------------------------------------------------------------------------


class _Row(list[str]):
    """A list written on one line."""


def _represent_row(dumper: BaseRepresenter, row: Any) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as people write them."""

    yaml_representers: ClassVar[Any] = {**yaml.SafeDumper.yaml_representers, _Row: _represent_row}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Never leave a list at its key's indentation."""
        super().increase_indent(flow, indentless=False)


def _frame_body(frame: Frame) -> dict[str, Any]:
    body: dict[str, Any] = {"id": frame.id, "label": frame.label}
    if frame.definition:
        body["definition"] = frame.definition
    if frame.means is not None:
        body["means"] = frame.means.value
    return body | _wordings_body(frame.wordings)


def _wordings_body(wordings: Wordings) -> dict[str, Any]:
    rows = {language: _Row(texts) for language, texts in wordings.items() if texts}
    return {"wordings": rows} if rows else {}


_MOST_VERSION = 999_999


def read_codebook(content: bytes) -> Codebook:
    """Read a codebook file: UTF-8, with or without a mark."""
    try:
        codebook = parse_codebook(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise CodebookRefused("this is not UTF-8: save the file as UTF-8", line=line) from None
    if codebook.version > _MOST_VERSION:
        # The store counts on from it, and what it prints must stay readable.
        reason = f"'version' is {codebook.version:,}, and at most {_MOST_VERSION:,} is taken"
        raise CodebookRefused(f"{reason}: leave it out, and the next number is given")
    return codebook
