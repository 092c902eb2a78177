"""The short way for numbered sentences and for rows of tables cuts a file exactly as markdown's own rules do."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from safeconduct.deal import layout

LINES = st.sampled_from(
    [
        "",
        "  ",
        "**1.1** [north] shall [leave].",
        "  **1.2** and \t indented",
        "      **1.3** far in",
        "**1.4** ends here.   ",
        "**1.5**",
        "** 1.6 ** loose",
        "**not closed",
        "and goes on",
        "> **2.1** quoted",
        "> ",
        "## English",
        "### Part",
        "| **3.1** | a |",
        "| --- | --- |",
        "| b | c |",
        "| b \\| c | d |",
        "| \u00a0e\u00a0 | |",
        "| one | cell | more |",
        "|---|---|",
        "| :-- | --- |",
        "plain\u00a0",
        "**1.6** hard space\u00a0",
    ]
)


ROWS = st.lists(LINES.filter(lambda line: line.startswith("|")), max_size=6)
TABLES = ROWS.map(lambda rows: ["", "| id | kind |", "| --- | --- |", *rows, ""])


@example(["**1.6** hard space\u00a0", "", "end"])
@given(
    st.lists(LINES, max_size=14)
    | st.builds(
        lambda above, table, below: [*above, *table, *below], st.lists(LINES, max_size=4), TABLES, st.lists(LINES, max_size=4)
    )
)
def test_the_short_way_cuts_as_markdown_does(lines):
    """What is a sentence, where it starts, and what is stray must not hang on which rule saw it first."""
    text = "\n".join(["## Words", "", *lines])
    short = layout.cut(text)
    nothing = re.compile("(?!)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "_ALONE", nothing)
        patch.setattr(layout, "_TABLE", nothing)
        assert short == layout.cut(text)
