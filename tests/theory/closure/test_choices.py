"""Options, unlock sets, vetoes and reasons against trying every subset of the open decisions."""

import random
from dataclasses import dataclass
from itertools import chain, combinations

import pytest

from safeconduct.deal.closure import (
    Outlook,
    Reason,
    Rules,
    cures,
    owed,
    rivals,
    stuck,
    support,
    undecided,
    unlock,
    vetoes,
    would_be_owed,
)


@dataclass
class Case:
    seed: int
    clauses: list
    rules: Rules
    taken: frozenset
    goal: int

    def consistent(self, decisions):
        against = rivals(self.rules)
        return not any(against.get(d, frozenset()) & decisions for d in decisions)

    def options(self):
        """Every consistent set of open decisions."""
        decisions = undecided(self.rules, self.taken)
        subsets = chain.from_iterable(combinations(decisions, size) for size in range(len(decisions) + 1))
        return [s for s in map(frozenset, subsets) if self.consistent(s)]

    def maximal(self):
        options = self.options()
        return [s for s in options if not any(s < other for other in options)]

    def unlocking(self):
        return minimal([s for s in self.options() if self.goal in owed(self.rules, self.taken | s)])


def minimal(sets):
    return sorted((tuple(sorted(s)) for s in set(sets) if not any(other < s for other in sets)), key=lambda s: (len(s), s))


@pytest.fixture(scope="module")
def cases(campaign, draw):
    made = []
    for seed in campaign(800):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 12, 20)
        decisions = rng.sample(range(atoms), rng.randint(0, min(6, atoms)))
        pairs = rng.choice((0, 1, 1, 2, 3)) if len(decisions) > 2 else 0
        rules = Rules.of(atoms, clauses, decisions, [rng.sample(decisions, rng.choice((2, 2, 3))) for _ in range(pairs)])
        case = Case(seed, clauses, rules, frozenset(d for d in decisions if rng.random() < 0.2), rng.randrange(atoms))
        case.taken = case.taken if case.consistent(case.taken) else frozenset()
        made.append(case)
    return made


def test_would_be_owed_lists_every_maximal_option_with_what_it_brings(cases):
    most = 0
    for case in cases:
        prospects = would_be_owed(case.rules, case.taken)
        expected = sorted((sorted(case.taken | s), owed(case.rules, case.taken | s).atoms) for s in case.maximal())
        assert sorted((sorted(decisions), atoms) for decisions, atoms in prospects.options()) == expected, case.seed
        assert prospects.complete
        assert prospects.count == len(expected)
        answers = [set(atoms) for _, atoms in expected]
        assert {a for a, yes in enumerate(prospects.possible()) if yes} == set.union(*answers)
        assert {a for a, yes in enumerate(prospects.certain()) if yes} == set.intersection(*answers)
        most = max(most, len(expected))
    assert most > 2


def test_unlock_finds_exactly_the_minimal_sets_smallest_first(cases):
    found = [unlock(case.rules, case.taken, [case.goal]) for case in cases]
    assert [(list(each.sets), each.complete) for each in found] == [(case.unlocking(), True) for case in cases]
    assert max(len(each.sets) for each in found) > 2


def test_a_small_budget_yields_a_beginning_and_says_so(cases):
    cut_short = 0
    for case in cases[:200]:
        whole = unlock(case.rules, case.taken, [case.goal])
        for budget in range(0, whole.steps, 3):
            part = unlock(case.rules, case.taken, [case.goal], budget=budget)
            assert not part.complete
            assert part.steps == budget
            assert set(part.sets) <= set(whole.sets)
            assert all(len(s) <= len(part.sets[-1]) for s in part.sets)
            cut_short += bool(part.sets)
    assert cut_short > 0


def test_vetoes_equal_what_all_unlocking_sets_share_or_cannot_miss(cases):
    for case in cases:
        owners = {decision: decision % 3 for decision in case.rules.decisions}
        found, sets = vetoes(case.rules, case.taken, [case.goal], owners=owners), [set(s) for s in case.unlocking()]
        assert found.reachable == bool(sets)
        if sets:
            assert set(found.decisions) == set.intersection(*sets)
            groups = chain.from_iterable(combinations(range(3), size) for size in range(4))
            stopping = [g for g in map(frozenset, groups) if all(g & {owners[d] for d in s} for s in sets)]
            assert list(found.owners) == minimal(stopping)


def test_every_atom_that_is_not_owed_has_a_reason_that_holds(cases):
    met = set()
    for case in cases:
        reasons, now = Outlook.of(case.rules, case.taken).blockage(), owed(case.rules, case.taken)
        options = [owed(case.rules, case.taken | s) for s in case.maximal()]
        for atom in range(case.rules.atoms):
            why = reasons.why(atom)
            assert (why is None) == (atom in now)
            if why:
                met.add(why.reason)
                assert (why.reason is Reason.UNDECIDED) == any(atom in option for option in options)
                check_reason(case, atom, why)
    assert met == set(Reason) - {Reason.CONTRADICTED}


def check_reason(case, atom, why):
    if why.reason in (Reason.UNDECIDED, Reason.EXCLUDED):
        needed = case.taken | set(why.decisions)
        assert atom in owed(case.rules, needed)
        assert all(atom not in owed(case.rules, needed - {decision}) for decision in why.decisions)
        assert case.consistent(needed) == (why.reason is Reason.UNDECIDED)
        assert bool(why.excluding) == (why.reason is Reason.EXCLUDED)
    else:
        assert atom not in owed(case.rules, case.rules.decisions)
    if why.reason is Reason.UNPROMISED:
        promised = {head for head, _, _ in case.clauses} | set(case.rules.decisions)
        assert why.unpromised
        assert promised.isdisjoint(why.unpromised)
    if why.reason is Reason.DEADLOCKED:
        assert all(premise in case.clauses[rule][1] for rule, premise in why.core.waits)


def test_whatever_is_stuck_has_a_shortest_circle_and_cures_that_hold(cases, naive):
    circles = cured = 0
    for case in cases:
        standing = stuck(owed(case.rules, case.taken))
        cores = standing.cores()
        assert bool(cores) == bool(standing.stuck.any())
        assert set(standing.nearest()) == {atom for atom, yes in enumerate(standing.stuck) if yes}
        for core in cores:
            circles += 1
            assert [case.clauses[rule][0] for rule in core.rules] == list(core.atoms)
            assert len(core.atoms) == girth(standing.waits_for(), core.atoms)
            good = [cure.rule for cure in cures(case.rules, case.taken, core)]
            assert good == [rule for rule, premise in core.waits if set(core.atoms) <= set(after(case, rule, premise, naive))]
            cured += bool(good)
    assert circles > 50
    assert cured > 10


def after(case, rule, premise, naive):
    """Owed once one wait is turned into reliance on a promise, by the definition."""
    head, strict, contractual = case.clauses[rule]
    loosened = (head, [atom for atom in strict if atom != premise], [*contractual, premise])
    return naive(case.rules.atoms, [*case.clauses[:rule], loosened, *case.clauses[rule + 1 :]], case.taken)


def girth(edges, atoms):
    """The length of a shortest circle in the strongly connected part of the given atoms, by powers of reachability."""
    there = {atom for atom in edges if reaches(edges, atom, atoms[0]) and reaches(edges, atoms[0], atom)}
    length, steps = 1, {atom: set(edges[atom]) for atom in there}
    while not any(atom in steps[atom] for atom in there):
        length += 1
        steps = {atom: {b for a in steps[atom] for b in edges[a]} for atom in there}
    return length


def reaches(edges, start, end):
    seen, queue = {start}, [start]
    for atom in queue:
        new = set(edges[atom]) - seen
        seen |= new
        queue += new
    return end in seen


def test_only_the_set_of_rules_counts_not_their_order(cases):
    for case in cases[:300]:
        order = list(range(case.rules.count))
        random.Random(case.seed).shuffle(order)
        shuffled = Rules.of(case.rules.atoms, [case.clauses[rule] for rule in order], case.rules.decisions, case.rules.exclusive)
        assert described(case, shuffled) == described(case, case.rules)


def described(case, rules):
    """Every kind of answer, rules named by their content."""
    named = lambda rule: rules.content(rule)[:3]
    answer, reasons = owed(rules, case.taken), Outlook.of(rules, case.taken).blockage()
    core = [(c.atoms, list(map(named, c.rules))) for c in stuck(answer).cores()]
    from_support = support_of(answer, named)
    why = [
        (w.reason, w.decisions, w.excluding, w.unpromised, w.core and w.core.atoms) if w else None
        for w in map(reasons.why, range(rules.atoms))
    ]
    found = unlock(rules, case.taken, [case.goal], budget=8), vetoes(rules, case.taken, [case.goal])
    return answer.atoms, core, from_support, why, found, list(would_be_owed(rules, case.taken).options())


def support_of(answer, named):
    forest = support(answer)
    return [(forest.level[atom], rule if rule < 0 else named(rule)) for atom, rule in enumerate(forest.rule)]
