"""Skip with a clear reason where a program is not installed; in CI fail instead, so that nothing is skipped in silence."""

from __future__ import annotations

import os
import shutil

import pytest


def need(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        absent(f"not installed here: {', '.join(missing)} (.ci/run installs them)")


def absent(reason: str) -> None:
    if os.environ.get("SAFECONDUCT_NOTHING_SKIPPED"):
        pytest.fail(reason)
    pytest.skip(reason)
