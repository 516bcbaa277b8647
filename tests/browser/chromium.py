"""The Chromium that the browser tests drive: `python -m tests.browser.chromium` installs one.

`make test` runs this first, so that no browser test is left out on a fresh machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser")
_UPDATE = ["apt-get", "update", "-qq"]
_INSTALL = ["apt-get", "install", "-y", "-qq", "chromium"]
_DOWNLOAD = [sys.executable, "-m", "playwright", "install", "chromium"]


def system_chromium() -> str | None:
    """Find the system's Chromium; without one playwright starts the one that it downloaded."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> None:
    """Install a Chromium where the system has none, and say so."""
    if system_chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and _install_package():
        return
    # Asked for what it downloaded before, playwright does nothing.
    print("The system has no Chromium: playwright's own is downloaded.", flush=True)
    if not _run(_DOWNLOAD):
        sys.exit("No Chromium could be installed: install one, then run the tests again.")


def _install_package() -> bool:
    print("The system has no Chromium: its package is installed.", flush=True)
    # A machine that cannot update its lists may still hold lists that name the package.
    _run(_UPDATE)
    return _run(_INSTALL) and system_chromium() is not None


def _run(command: list[str]) -> bool:
    silent = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(  # noqa: S603 (the commands stand above)
        command, check=False, env=silent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    return done.returncode == 0


if __name__ == "__main__":
    install()
