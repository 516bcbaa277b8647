"""What a zip archive says of itself, looked at before anything in it is unpacked."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from stance.files.sheets.refusal import LOCKED, SheetRefused

MOST_MEMBERS = 1_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100

_MAGIC = b"PK\x03\x04"
# A locked XLSX is one member of a file that looks like XLS.
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# Any small text that repeats itself packs well: only large members can be bombs.
_SMALL = 1024 * 1024
_ENCRYPTED = 0x1
_PROLOG = 64 * 1024
_BEFORE_ROOT = re.compile(rb"(?:[^<]|<\?.*?\?>|<!--.*?-->)*+<(?P<next>!?\w+)", re.DOTALL)


def check_archive(path: Path) -> str:
    """Refuse a file that is damaged or a danger; return what sort it is: xlsx, ods or xls."""
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            stream.seek(0)
            if _LOCKED_PACKAGE in stream.read():
                raise SheetRefused(LOCKED)
            return "xls"
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive.infolist())
            sort = _sort(set(archive.namelist()))
            for member in archive.infolist():
                if member.filename.casefold().endswith((".xml", ".rels")):
                    _check_prolog(archive, member)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OverflowError) as error:
        raise SheetRefused(
            "the file is cut off or damaged. Fetch it again, or open it and save it anew."
        ) from error
    return sort


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise SheetRefused(
            f"the archive has {len(members):,} members, and at most {MOST_MEMBERS:,} are read. "
            "Save the sheet as CSV."
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise SheetRefused(
            f"unpacked it would have {unpacked / 1024**2:,.0f} MB, and at most "
            f"{MOST_UNPACKED // 1024**2} MB are read. Save the sheet as CSV, or load it in parts."
        )
    for member in members:
        _check_member(member)
    # Readers look names up without regard to case, and which of two they find differs.
    if len({member.filename.casefold() for member in members}) < len(members):
        raise SheetRefused("two members of the archive have one name. Open it and save it anew.")


def _check_member(member: zipfile.ZipInfo) -> None:
    ratio = member.file_size / max(1, member.compress_size)
    if member.file_size > _SMALL and ratio > MOST_RATIO:
        raise SheetRefused(
            f"{member.filename[:80]!r} unpacks to {ratio:,.0f} times its size, and at most "
            f"{MOST_RATIO} times is read. Save the sheet as CSV."
        )
    if member.flag_bits & _ENCRYPTED:
        raise SheetRefused(LOCKED)
    # A zip archive's names are meant to be relative and to part folders by "/".
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
        raise SheetRefused(
            f"its member {member.filename[:80]!r} points outside the archive. "
            "No spreadsheet program writes that: ask where the file comes from."
        )


def _sort(names: set[str]) -> str:
    folded = {name.casefold().replace("\\", "/") for name in names}
    if "content.xml" in folded:
        return "ods"
    if "xl/workbook.bin" in folded:
        raise SheetRefused("it is a binary workbook (XLSB). Save it as XLSX or CSV.")
    if not any(name.startswith("xl/") or name == "[content_types].xml" for name in folded):
        raise SheetRefused("it is a zip archive without a spreadsheet. Unpack it first.")
    return "xlsx"


def _check_prolog(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a member that declares entities: they can grow without end or name other files."""
    with archive.open(member) as stream:
        # Without NULs, UTF-16 looks like ASCII where markup is.
        begin = stream.read(_PROLOG).replace(b"\0", b"")
    found = _BEFORE_ROOT.match(begin)
    if found is not None and not found["next"].startswith(b"!"):
        return
    if found is not None or len(begin) == _PROLOG:
        raise SheetRefused(
            f"{member.filename[:80]!r} holds a document type declaration (DTD), which may not "
            "stand in a spreadsheet. Ask where the file comes from."
        )
