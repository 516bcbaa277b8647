"""A statement that stood at its address once: where it went, and the way to bring it back."""

from __future__ import annotations

from urllib.parse import urlencode

from stance.errors import NotFound
from stance.records.history import Gone


class GoneStatement(NotFound):
    """The address of a statement in the bin, or of one that went with an undone load."""

    def __init__(self, id_: str, gone: Gone) -> None:
        when = f"{gone.at:%Y-%m-%d} at {gone.at:%H:%M} UTC"
        shown = id_[:80]
        self.title = "In the bin"
        self.way = ("Bring it back from the bin", "/bin")
        told = f"was put into the bin by {gone.who} on {when}"
        if gone.batch is not None:
            self.title = "Gone with its load"
            number = urlencode({"batch": str(gone.batch)})
            self.way = (f"See load {gone.batch}", f"/load?{number}")
            told = f"went with load {gone.batch} ({gone.file_name}), undone on {when}"
        super().__init__(f"The statement {shown!r} {told}. Nothing of it is lost.")
