"""A machine without Chromium gets one before the browser tests run."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium

Asked = list[list[str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    """Note down what is run on a machine that has nothing but apt-get."""
    commands: Asked = []

    def run(command: list[str], **given: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        assert given["env"]["DEBIAN_FRONTEND"] == "noninteractive"
        assert given["stdin"] == subprocess.DEVNULL
        return subprocess.CompletedProcess(command, 0)

    put(tmp_path, "apt-get")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium.subprocess, "run", run)
    return commands


def put(folder: Path, name: str) -> None:
    (folder / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_nothing_is_installed_where_the_system_has_a_chromium(asked: Asked, tmp_path: Path) -> None:
    put(tmp_path, "chromium")
    chromium.install()
    assert asked == []


def test_root_installs_the_package_and_then_playwrights_own_if_that_brought_none(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    chromium.install()
    assert [command[-1] for command in asked] == ["-qq", "chromium", "chromium"]
    assert asked[1][0] == "apt-get"
    assert asked[2][1:3] == ["-m", "playwright"]
    assert "The system has no Chromium" in capsys.readouterr().out


def test_others_download_playwrights_own(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    chromium.install()
    assert [command[1:4] for command in asked] == [["-m", "playwright", "install"]]
