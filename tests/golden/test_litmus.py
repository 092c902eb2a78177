"""The literate litmus file: small contracts, each with its known answer."""

import re
from itertools import chain
from pathlib import Path

import pytest

from safeconduct.deal.closure import Rules, blocked, cores, owed, undecided

TEXT = Path(__file__).with_name("litmus.txt").read_text(encoding="utf-8")
PREMISES = r"(?P<strict>[^~>]*?) -> \((?P<mixed>.*) ~> (?P<mixed_head>\w+)\)|(?P<body>.*?) ?(?P<arrow>->|~>) (?P<head>\w+)"


class Contract:
    """One contract, its names numbered in the order of the alphabet."""

    def __init__(self, lines: list[str]) -> None:
        self.level = "offered" if "level offered" in lines else "binding"
        self.taken = [line[1:] for line in lines if line.startswith("!")]
        self.exclusive = [line.split()[1:] for line in lines if line.startswith("exclusive ")]
        self.promises = [self.promise(line) for line in lines if re.search(r"[-~]> ", line) and not line.startswith("ring")]
        named = {n for head, strict, contractual, _ in self.promises for n in (head, *strict, *contractual)}
        self.names = sorted(named.union(self.taken, *self.exclusive))
        self.expected = [line for line in lines if re.match(r"=|under|why|circle", line)]

    @staticmethod
    def promise(line: str) -> tuple[str, list[str], list[str], bool]:
        offered = line.startswith("[offered] ")
        match = re.fullmatch(PREMISES, line.removeprefix("[offered] "))
        assert match, line
        if match["mixed_head"]:
            return match["mixed_head"], re.findall(r"\w+", match["strict"]), re.findall(r"\w+", match["mixed"]), offered
        body = re.findall(r"\w+", match["body"])
        strict, contractual = (body, []) if match["arrow"] == "->" else ([], body)
        return match["head"], strict, contractual, offered

    def numbers(self, names: list[str]) -> list[int]:
        return [self.names.index(name) for name in names]

    def words(self, atoms: tuple[int, ...]) -> list[str]:
        return [self.names[atom] for atom in atoms]

    def rules(self) -> Rules:
        clauses = [
            (self.names.index(head), self.numbers(strict), self.numbers(contractual))
            for head, strict, contractual, offered in self.promises
            if not offered or self.level == "offered"
        ]
        groups = [self.numbers(group) for group in self.exclusive]
        decisions = {*self.numbers(self.taken), *chain.from_iterable(groups)}
        return Rules.of(len(self.names), clauses, decisions, groups)


def rings(lines: list[str]) -> list[list[str]]:
    """Write a ring out for each of its sizes."""
    found = [re.fullmatch(r"ring ([\d ]+): (?:(one .>), rest )?(.>)", line) for line in lines]
    match = next(filter(None, found), None)
    if match is None:
        return [lines]
    written = []
    for size in map(int, match[1].split()):
        names = [f"p{i:03}" for i in range(size)]
        kinds = [(match[2] or match[3])[-2:], *[match[3]] * (size - 1)]
        ring = [f"{names[i - 1]} {kind} {names[i]}" for i, kind in enumerate(kinds)]
        # Each waits for the one before, so the circle runs downwards from the least.
        circle = " ".join([names[0], *reversed(names[1:])])
        answers = [line.replace("circle all", f"circle {circle}").replace("all", " ".join(names)) for line in lines]
        written.append(ring + [line for line in answers if not line.startswith("ring")])
    return written


def contracts() -> list[object]:
    found = []
    for block in TEXT.split("\n# ")[1:]:
        title, *lines = block.splitlines()
        written = rings([line for line in lines if line])
        found += [pytest.param(part, id=f"{title} ({len(part)} lines)") for part in written]
    return found


def answer(contract: Contract, question: str) -> str:
    """Answer one line of the file in the words of the file."""
    rules, taken = contract.rules(), contract.numbers(contract.taken)
    kind, _, rest = question.partition(" ")
    if kind == "=":
        return " ".join(["=", *(contract.words(owed(rules, taken).atoms) or ["nothing"])])
    if kind == "under":
        name = rest.split(":")[0]
        decision = contract.names.index(name)
        assert decision in undecided(rules, taken)
        return " ".join([f"under {name}:", *contract.words(owed(rules, [*taken, decision]).atoms)])
    if kind == "circle":
        return " & ".join(" ".join(["circle", *contract.words(core.atoms)]) for core in cores(rules, taken))
    name = rest.split(":")[0]
    found = blocked(rules, taken, contract.names.index(name))
    assert found is not None
    return " ".join([f"why {name}: {found.reason.value}", *contract.words(found.decisions + found.unpromised)])


def test_the_file_holds_all_26_contracts():
    assert [int(number) for number in re.findall(r"^# (\d+)", TEXT, re.MULTILINE)] == list(range(1, 27))


@pytest.mark.parametrize("lines", contracts())
def test_litmus(lines: list[str]):
    contract = Contract(lines)
    assert [answer(contract, question) for question in contract.expected] == contract.expected
