"""Writes ``sentence-forms.md``: every sentence form in English and French, each with an example from ``every-form.deal.md``.

python docs/sentence_forms.py            says whether the page is out of step (and leaves with 1)
python docs/sentence_forms.py --accept   rewrites it
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from in_step import keep

from safeconduct.deal import Agreement, read_file, tree
from safeconduct.deal.language import CATEGORIES, NODE_BY_NAME, node_name, tongue
from safeconduct.deal.walk import walk
from safeconduct.deal.write import sentence_in

HERE = Path(__file__).parent
PAGE, EXAMPLES = HERE / "sentence-forms.md", HERE / "every-form.deal.md"
TITLES = {
    tree.Sentence: "Whole sentences",
    tree.Subject: "Who",
    tree.Premise: "On what condition, placed first",
    tree.Predicate: "Bound how",
    tree.Action: "To do what",
    tree.Item: "The items of a list",
    tree.Detail: "With which details, each after its comma",
    tree.Moment: "When",
    tree.Length: "How long",
    tree.Clauses: "Which clauses",
    tree.Phase: "How far a clause has come",
    tree.Amount: "How many",
}
FIXED = "Fixed words"
HEAD = """# Every sentence form

Written by `docs/sentence_forms.py` from the language files and from `docs/every-form.deal.md`, an agreement without sense that uses each
form once; a test compares. `[party]`, `[act]`, … stand for words of the table of that kind; `[action]`, `[moment]`, … for a form of the
list of that name below. *Name* is the form's name in JSON and in `deal/tree/`.

Lists are joined by *and* (*et*) each time: commas part conditions and details, and nothing else.
"""


def page() -> str:
    """Return the page."""
    agreement = read_file(EXAMPLES)
    example = _examples(agreement)
    parts = [HEAD]
    for category, title in TITLES.items():
        rows = [_row(kind, agreement, example) for kind in NODE_BY_NAME.values() if kind.__bases__ == (category,)]
        parts.append(_table(title, rows))
    fixed = [
        kind for category in CATEGORIES if category not in TITLES for kind in NODE_BY_NAME.values() if kind.__bases__ == (category,)
    ]
    parts.append(_table(FIXED, [_row(kind, agreement, example) for kind in fixed]))
    return "\n".join(parts)


def _examples(agreement: Agreement) -> dict[type[tree.Node], tree.Sentence]:
    """Return for each form the shortest sentence that uses it."""
    found: dict[type[tree.Node], tree.Sentence] = {}
    for sentence in sorted((clause.sentence for clause in agreement.clauses), key=lambda s: len(sentence_in(agreement, s, "en"))):
        for node in walk(sentence):
            found.setdefault(type(node), sentence)
    return found


def _table(title: str, rows: list[str]) -> str:
    return f"## {title}\n\n| Name | Form | Example |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _row(kind: type[tree.Node], agreement: Agreement, example: dict[type[tree.Node], tree.Sentence]) -> str:
    forms = [_code(tongue(language).human(kind)) for language in ("en", "fr")]
    said = [sentence_in(agreement, example[kind], language) for language in ("en", "fr")]
    return f"| {node_name(kind)} | {'<br>'.join(forms)} | {'<br>'.join(said)} |"


def _code(text: str) -> str:
    return f"`{text.replace('{', '').replace('}', '').strip()}`"


def forms_without_example() -> Iterator[str]:
    """Yield the name of each form that no example uses."""
    used = _examples(read_file(EXAMPLES))
    yield from (name for name, kind in NODE_BY_NAME.items() if kind not in used)


if __name__ == "__main__":
    sys.exit(keep(PAGE, page(), sys.argv))
