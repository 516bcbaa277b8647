"""Where other people's files lie: the folder that STANCE_SHARED names, else beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("STANCE_SHARED", Path(__file__).parents[2] / "shared"))
