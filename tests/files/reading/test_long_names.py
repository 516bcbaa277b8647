"""Names and ids too long for an index are refused at their cell, however they come together."""

from __future__ import annotations

import pytest

from stance.analysis.wordings.codebook import parse_codebook
from stance.errors import CodebookRefused
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.registry import read_file

LONG = "x" * 1_500


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (f"id,date,actor,issue,text\n{LONG},2003,China,x,One.\n", "id"),
        (f"statement,frame,coder\n{LONG},humane,Ann\n", "statement"),
        (f"from,link_type,to\n{LONG},denies,a\n", "from"),
        (f"from,link_type,to\na,denies,{LONG}\n", "to"),
    ],
)
def test_a_prefix_and_an_id_are_together_no_longer_than_an_id(content: str, column: str) -> None:
    assert read_file(content.encode(), "a.csv").problems == ()
    options = ReadOptions(id_prefix="p" * 501)
    (problem,) = read_file(content.encode(), "a.csv", options).problems
    assert (problem.line, problem.column) == (2, column)
    assert "2,001 bytes are too many" in problem.reason


def test_the_name_of_an_issue_is_no_longer_than_a_name() -> None:
    content = f"date,actor,issue,text\n2003,China,{'难' * 667},One.\n"
    (problem,) = read_file(content.encode(), "a.csv").problems
    assert (problem.column, problem.reason[:24]) == ("issue", "2,001 bytes are too many")
    with pytest.raises(CodebookRefused, match="2,001 bytes") as refused:
        parse_codebook(f"title: Short\nissue: {'难' * 667}\nframes: [{{id: tax}}]")
    assert refused.value.line == 2
