"""Keeps a generated page in step with what it is generated from: shared by the scripts of this folder that write pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path


def keep(page: Path, text: str, arguments: Sequence[str], shows: Callable[[str], object] = str) -> int:
    """Compare a page with what it should be, or rewrite it.

    Arguments:
        text: the page as it should be.
        arguments: those of the command line; ``--accept`` rewrites the page, and the difference is the review.
        shows: what of a page is compared; by default all of it.

    Returns: the exit code: 1 when the page is out of step.
    """
    if "--accept" in arguments:
        page.write_text(text, "utf-8")
        return 0
    same = page.exists() and shows(page.read_text("utf-8")) == shows(text)
    print("in step" if same else f"{page.name} is out of step: run the same with --accept")
    return 0 if same else 1
