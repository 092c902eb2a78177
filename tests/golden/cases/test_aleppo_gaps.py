"""What the real texts leave unsaid, as the lint finds it."""

from importlib import resources

import pytest

from safeconduct.deal import read
from safeconduct.deal.check import problems
from safeconduct.deal.lint import lint

CASES = resources.files("safeconduct") / "cases"
TEXTS = sorted(
    f"{folder.name}/{file.name}"
    for folder in CASES.iterdir()
    if folder.is_dir()
    for file in folder.iterdir()
    if file.name.endswith(".deal.md")
)


def text(path):
    folder, file = path.split("/")
    return read((CASES / folder / file).read_bytes(), file)


@pytest.mark.parametrize("path", TEXTS)
def test_every_shipped_text_is_sound(path):
    assert problems(text(path)) == ()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", TEXTS)
def test_every_shipped_text_is_linted_in_both_languages(path, language):
    assert {finding.code for finding in lint(text(path), language)} == {finding.code for finding in lint(text(path))}


def test_the_text_of_13_december_leaves_out_what_the_record_says_it_leaves_out():
    """Timetable, numbers, monitor, disputes, sequence, those who stay, return; and at least eleven different things in all."""
    found = {finding.element for finding in lint(text("aleppo-2016/2-agreement-2016-12-13.deal.md"))}
    assert {
        "when, day-count",
        "how many of which category",
        "verified by whom",
        "who decides disputes",
        "sequence",
        "those who stay",
        "return",
    } <= found
    assert len(found) >= 11
