"""How large the house is: lines, files, rooms, functions, comments, scripts, SQL a page.

Run with `python -m bench.house`, with the path of another checkout behind it to have that one's
numbers in the column before. SQL is counted here alone; `--sizes` leaves it out: it takes minutes.
"""

from __future__ import annotations

import ast
import statistics
import sys
import tempfile
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.sql_counts import CHANGES, FILES, LISTS, N_COPIES, PAGES, counts_of, filled_store

HERE = Path(__file__).parents[1]
ONLY_SIZES = "--sizes"
_DOCSTRING = '"""'
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


@dataclass(frozen=True)
class House:
    """The product's own files in a checkout: no tests, no measurements, nothing of others."""

    root: Path

    @property
    def python(self) -> list[Path]:
        """Every Python file of the product."""
        rooms = [path for room in ("stance", "db") for path in self.root.glob(f"{room}/**/*.py")]
        return [*sorted(rooms), self.root / "app.py"]

    @property
    def scripts(self) -> list[Path]:
        """Every script for the browser that is written here."""
        return sorted(self.root.glob("assets/*.js"))

    @property
    def rooms(self) -> list[str]:
        """The packages directly under `stance/`."""
        return sorted(path.parent.name for path in self.root.glob("stance/*/__init__.py"))

    @property
    def loose(self) -> list[str]:
        """The modules directly under `stance/`."""
        found = (path.name for path in self.root.glob("stance/*.py"))
        return sorted(name for name in found if name != "__init__.py")


def n_lines(path: Path) -> int:
    """Count the lines of a file, as `wc -l` does."""
    return path.read_text(encoding="utf-8").count("\n")


def function_lengths(path: Path) -> Iterator[int]:
    """Yield how many lines each function takes, from `def` to its end."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or 0) - node.lineno + 1


def n_comments(path: Path) -> int:
    """Count the comments of a file."""
    return sum(token.type == tokenize.COMMENT for token in _tokens(path))


def n_code_lines(path: Path) -> int:
    """Count the lines that are neither blank nor comment nor docstring."""
    shown = (token for token in _tokens(path) if token.type not in _NO_CODE)
    code = (token for token in shown if not token.line.lstrip().startswith(_DOCSTRING))
    return len({line for token in code for line in range(token.start[0], token.end[0] + 1)})


def _tokens(path: Path) -> list[tokenize.TokenInfo]:
    with path.open("rb") as content:
        return list(tokenize.tokenize(content.readline))


def sizes(house: House) -> dict[str, str]:
    """Return every measure of size, as text beside its name."""
    lines = {path: n_lines(path) for path in house.python}
    lengths = sorted(length for path in house.python for length in function_lengths(path))
    longest = max(lines, key=lambda path: lines[path])
    n_commented = sum(n_comments(path) for path in house.python)
    n_code = sum(n_code_lines(path) for path in house.python)
    return {
        "lines of Python in the product": f"{sum(lines.values()):,}",
        "files": f"{len(lines):,}",
        "rooms under stance/": str(len(house.rooms)),
        "modules directly under stance/": str(len(house.loose)),
        "lines of a function, median": f"{statistics.median(lengths):.0f}",
        "lines of a function, nine in ten at most": str(lengths[len(lengths) * 9 // 10]),
        "lines of a function, at most": str(lengths[-1]),
        "longest file": f"{lines[longest]} ({longest.relative_to(house.root)})",
        "comments on a hundred lines of code": f"{100 * n_commented / n_code:.1f}",
        "lines of JavaScript": f"{sum(n_lines(path) for path in house.scripts):,}",
    }


def sql() -> dict[str, str]:
    """Return the dearest change, page and file of this checkout in SQL, at both sizes."""
    with tempfile.TemporaryDirectory() as folder:
        found = [counts_of(filled_store(Path(folder), n)) for n in (1, N_COPIES)]
    groups = {"a filter change": CHANGES, "a page": PAGES, "a file": FILES | LISTS}
    return {
        f"SQL of {name}, at most": " / ".join(
            str(max(counts[one] for one in group)) for counts in found
        )
        + " (225 / 20,025 statements)"
        for name, group in groups.items()
    }


def table(columns: dict[str, dict[str, str]]) -> str:
    """Return the measures as a Markdown table, a column a checkout."""
    names = dict.fromkeys(name for column in columns.values() for name in column)
    lines = [["measured", *columns], ["---", *("---:" for _ in columns)]]
    lines += [[name, *(column.get(name, "") for column in columns.values())] for name in names]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main(arguments: list[str]) -> None:
    """Print the table of this checkout, and of another where one is named."""
    others = [Path(one).resolve() for one in arguments if one != ONLY_SIZES]
    columns = {"before": sizes(House(others[0]))} if others else {}
    columns["now"] = sizes(House(HERE)) | ({} if ONLY_SIZES in arguments else sql())
    print(table(columns))


if __name__ == "__main__":
    main(sys.argv[1:])
