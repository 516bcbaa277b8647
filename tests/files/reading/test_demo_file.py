from __future__ import annotations

from pathlib import Path

from stance.analysis.wordings.finder import compile_finder
from stance.files.reading.drafts import StatementDraft
from stance.files.reading.registry import read_file
from stance.loading.statements import plan_statements
from stance.records import Voice
from stance.store.plans import Facts

DEMO = Path(__file__).parents[3] / "db" / "demo" / "statements.csv"


def test_china_spoke_in_69_utterances_45_of_them_humanitarian_and_33_with_both() -> None:
    read = read_file(DEMO.read_bytes(), DEMO.name)
    assert not read.problems
    drafts = [draft for draft in read.drafts if isinstance(draft, StatementDraft)]
    plan = plan_statements(drafts, Facts(), compile_finder)
    assert plan.count("stored") == 225
    coded = {draft.statement.id: set(draft.frames) for draft in drafts}
    utterances: dict[str, set[str]] = {}
    for new in plan.statements:
        if new.statement.actor == "China" and new.statement.voice is Voice.OWN:
            utterances.setdefault(new.utterance, set()).update(coded[new.statement.id])
    illegal = {id_ for id_, frames in utterances.items() if "illegal_migration" in frames}
    humanitarian = {id_ for id_, frames in utterances.items() if "humanitarian" in frames}
    assert len(utterances) == 69
    assert (len(illegal), len(humanitarian), len(illegal & humanitarian)) == (44, 45, 33)
