"""Write a codebook's content as JSON, and read it back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from db.rows import json_text
from stance.records import Codebook, Frame, LinkType, Tracked


def codebook_cells(codebook: Codebook) -> tuple[str, str]:
    """Return a codebook's content as JSON and its digest, which ignores what was retired."""
    content = {
        "issue": codebook.issue,
        "title": codebook.title,
        "exclusive": codebook.exclusive,
        "stance_min": codebook.stance_min,
        "stance_max": codebook.stance_max,
        # Wordings are pairs, so that their order survives the sorted keys.
        "frames": [
            {
                "id": frame.id,
                "label": frame.label,
                "definition": frame.definition,
                "wordings": _wording_pairs(frame.wordings),
                "means": frame.means.value if frame.means else None,
            }
            for frame in codebook.frames
        ],
        "tracked": [
            {"id": tracked.id, "label": tracked.label, "wordings": _wording_pairs(tracked.wordings)}
            for tracked in codebook.tracked
        ],
    }
    digest = hashlib.sha256(json_text(content).encode()).hexdigest()
    return json_text({**content, "retired": dict(codebook.retired)}), digest


def codebook_of(text: str, version: int, retired: Mapping[str, int]) -> Codebook:
    """Read a stored codebook's content."""
    cells = json.loads(text)
    return Codebook(
        issue=cells["issue"],
        title=cells["title"],
        version=version,
        exclusive=cells["exclusive"],
        stance_min=cells["stance_min"],
        stance_max=cells["stance_max"],
        frames=tuple(
            Frame(
                frame["id"],
                frame["label"],
                frame["definition"],
                _wordings_of(frame["wordings"]),
                LinkType(frame["means"]) if frame["means"] else None,
            )
            for frame in cells["frames"]
        ),
        tracked=tuple(
            Tracked(tracked["id"], tracked["label"], _wordings_of(tracked["wordings"]))
            for tracked in cells["tracked"]
        ),
        retired=dict(retired),
    )


def _wording_pairs(wordings: Mapping[str, tuple[str, ...]]) -> list[list[object]]:
    return [[language, list(patterns)] for language, patterns in wordings.items()]


def _wordings_of(pairs: list[tuple[str, list[str]]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(patterns) for language, patterns in pairs}
