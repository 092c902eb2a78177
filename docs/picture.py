"""Draws ``demo.svg``: what ``safeconduct demo --no-serve`` prints, as a picture for the README.

python docs/picture.py            says whether the picture is out of step (and leaves with 1)
python docs/picture.py --accept   draws it again
"""

from __future__ import annotations

import sys
from html import escape, unescape
from pathlib import Path
from re import findall

from in_step import keep

PICTURE = Path(__file__).parent / "demo.svg"
_CHARACTER, _LINE, _MARGIN = 7.9, 18, 18  # pixels, for a monospaced face of 13 px


def demo() -> list[str]:
    """Return the lines that the demo prints."""
    from click.testing import CliRunner

    from safeconduct.cli import main

    result = CliRunner().invoke(main, ["demo", "--no-serve", "--lang", "en"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [line.rstrip() for line in result.stdout.rstrip("\n").split("\n")]


def draw(lines: list[str]) -> str:
    """Return the picture of some lines of text."""
    width = round(2 * _MARGIN + _CHARACTER * max(len(line) for line in lines))
    height = 2 * _MARGIN + _LINE * len(lines)
    texts = [
        f'<text x="{_MARGIN}" y="{_MARGIN + _LINE * (number + 1) - 5}" xml:space="preserve">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="What safeconduct demo prints">',
            f'<rect width="{width}" height="{height}" rx="8" fill="#fbfaf7" stroke="#c9c4b8"/>',
            '<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13" fill="#1d1d1b">',
            *texts,
            "</g>",
            "</svg>",
            "",
        ]
    )


def text_of(picture: str) -> list[str]:
    """Return the lines of text in a picture."""
    return [unescape(line) for line in findall(r'<text [^>]*xml:space="preserve">(.*?)</text>', picture)]


if __name__ == "__main__":
    sys.exit(keep(PICTURE, draw(demo()), sys.argv, text_of))
