"""The kinds of changes that the history names, besides what persons do to one statement."""

from __future__ import annotations

from stance.records.history import Deed

LOAD = Deed.LOAD.value
CODEBOOK = Deed.CODEBOOK.value

ACTOR = "actor"
"""An actor was saved by hand."""

DISMISS = "dismiss"
"""A pair was found to be two utterances, or no longer so."""

TAKEN = "undo"
"""A piece of what undoing a load took away: there may be many of one undoing."""

UNDONE = "undone"
"""A load was undone: stands once, behind its pieces."""

# The word that histories in stores of today already hold: another would not find their entries.
RETURNED = "restore"
"""An undone load was brought back."""

OF_LOADS = (LOAD, TAKEN, UNDONE, RETURNED)
