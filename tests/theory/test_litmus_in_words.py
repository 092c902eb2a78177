"""The small contracts of the litmus file again, this time said in the controlled language and read from a file.

One party for each act: ``p ~> q`` is "Provided that [P] undertakes to [p], [Q] undertakes to [q]."
"""

import re
from pathlib import Path

import pytest

from safeconduct.deal import read
from safeconduct.deal.norms import Force
from safeconduct.deal.promise import Facts, promise_level

TEXT = (Path(__file__).parent.parent / "golden" / "litmus.txt").read_text(encoding="utf-8")
FRONT = """---
format: safeconduct-deal/1
deal: litmus
title: {en: "Litmus"}
languages: [en]
clock: Etc/UTC
day-count: 0
---

## Words

| id | kind | English | shown by |
| --- | --- | --- | --- |
"""


def contracts():
    for block in TEXT.split("\n# ")[1:]:
        title, *lines = block.strip().splitlines()
        # Exclusive decisions and rings have tests of their own: in words a choice is between destinations.
        if not any(re.match(r"exclusive|ring", line) for line in lines):
            yield pytest.param([line.strip() for line in lines if line.strip()], id=title.split()[0])


def sentence(line: str, decisions: set[str]) -> str:
    offered = line.startswith("[offered] ")
    line = line.removeprefix("[offered] ")
    strict, contractual = "", ""
    if match := re.fullmatch(r"(.*?) -> \((.*) ~> (\w+)\)", line):
        strict, contractual, head = match.groups()
    else:
        body, arrow, head = re.fullmatch(r"(.*?)\s*(->|~>) (\w+)", line).groups()
        strict, contractual = (body, "") if arrow == "->" else ("", body)
    premises = []
    for atom in re.findall(r"\w+", strict):
        if atom in decisions:
            premises.append(f"if [party {atom}] decides to [do {atom}]")
        else:
            premises.append(f"after [party {atom}] has done the act [do {atom}]")
    premises += [f"provided that [party {atom}] undertakes to [do {atom}]" for atom in re.findall(r"\w+", contractual)]
    start = ", and ".join(premises) + ", " if premises else ""
    text = f"{start}[party {head}] {'is ready' if offered else 'undertakes'} to [do {head}]."
    return text[0].upper() + text[1:]


@pytest.mark.parametrize("lines", list(contracts()))
def test_the_contract_said_in_words_owes_the_same(lines):
    promises = [line for line in lines if re.search(r"[-~]> ", line)]
    taken = {line[1:] for line in lines if line.startswith("!")}
    level = Force.OFFERED if "level offered" in lines else Force.UNDERTAKEN
    expected = next(line for line in lines if line.startswith("="))[1:].split()
    heads = {re.search(r"(\w+)\)?$", line)[1] for line in promises}
    atoms = sorted(set(re.findall(r"\b[a-z]\d?\b", " ".join(promises))) | taken)
    decisions = {atom for atom in atoms if atom not in heads}
    words = "".join(f"| party_{a} | party | party {a} | |\n| do_{a} | act | do {a} | |\n" for a in atoms)
    text = "\n\n".join(f"**1.{n}** {sentence(line, decisions)}" for n, line in enumerate(promises, 1))
    agreement = read(f"{FRONT}{words}\n## English\n\n{text}\n".encode())
    decided = promise_level(agreement).at(level).compiled
    given = Facts(
        signed=frozenset(f"party_{a}" for a in atoms),
        decided=frozenset(
            atom.deed for atom in decided.atoms if atom.kind == "decision" and atom.deed.act.removeprefix("do_") in taken
        ),
    )
    owed = {item.norm.deed.act.removeprefix("do_") for item in promise_level(agreement, given).at(level).options[0].owed}
    wanted = heads if expected == ["all"] else set(expected) - {"nothing"} - (taken - heads)
    assert owed == wanted, text
