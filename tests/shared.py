"""Files that tests look at and that are not kept here: hostile files and corpora of others.

They lie in the folder that STANCE_SHARED names, else in `shared` beside the checkout. Where they
are not, the tests that need them are skipped and say so.
"""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("STANCE_SHARED", Path(__file__).parents[2] / "shared"))
HOSTILE = SHARED / "data" / "hostile"
CORPORA = SHARED / "data" / "corpora"
