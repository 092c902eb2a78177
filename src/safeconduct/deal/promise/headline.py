"""Who everyone is waiting on, in a few sentences: what opens every screen."""

from __future__ import annotations

from safeconduct.deal.norms import Force
from safeconduct.deal.promise.answer import BlockedItem, OptionAnswer, PromiseLevel
from safeconduct.deal.promise.atoms import Kind
from safeconduct.deal.promise.explain import Speaker
from safeconduct.deal.promise.unlock import Key, waited_for

_TOLD = 3  # promises spelt out for one decision; what opens a screen is read in seconds


def headline(answer: PromiseLevel, speaker: Speaker) -> tuple[str, ...]:
    """Return who everyone is waiting on, what each smallest set of decisions brings, what nobody has promised, who is bound.

    A finding that something failed is an open matter, but nobody waits for a failure.

    Arguments:
        answer: at both force levels.
    """
    keys = waited_for(answer)
    owned = [key for key in keys if key.decisions and not any(atom.kind == Kind.FINDING for atom in key.decisions)]
    fewest = min((len(key.decisions) for key in owned), default=0)
    smallest = _with_least_besides([key for key in owned if len(key.decisions) == fewest])
    smallest.sort(key=lambda key: [speaker.speech.by_name(who) for who in key.who])
    now = answer.at(Force.OFFERED).options[0]
    stuck = [item for item in now.blocked if item.reason == "deadlocked"]
    circles = {tuple(sorted(norm.id for norm in item.circle)): speaker.blocked(item) for item in stuck}
    return (
        _opening(smallest, stuck, speaker),
        *circles.values(),
        *(speaker.key(key, most=_TOLD) for key in smallest),
        *dict.fromkeys(_wished(now, keys, speaker)),
        _bound(answer, speaker),
    )


def _with_least_besides(keys: list[Key]) -> list[Key]:
    """Drop a key whose decisions bring something already with less that nobody decides: *the signature* covers *the signature and the storm*."""
    return [
        key
        for key in keys
        if not any(other.decisions == key.decisions and set(other.circumstances) < set(key.circumstances) for other in keys)
    ]


def _opening(smallest: list[Key], stuck: list[BlockedItem], speaker: Speaker) -> str:
    if not smallest:
        return speaker.told("stuck" if stuck else "nothing")
    owners = sorted({who for key in smallest for who in key.who}, key=speaker.speech.by_name)
    acts = {(atom.actor, atom.deed.act if atom.deed else atom.kind) for key in smallest for atom in key.decisions}
    return speaker.told("one" if len(acts) == 1 else "several", who=speaker.speech.names(owners))


def _wished(now: OptionAnswer, keys: tuple[Key, ...], speaker: Speaker) -> list[str]:
    """What is called for, nobody has promised, and no open decision would settle."""
    speech = speaker.speech
    asked = {(atom.actor, atom.deed.act) for key in keys for atom in key.decisions if atom.deed}
    return [
        speaker.told("wished", actor=speech.name(item.atom.actor), deed=speech.deed(item.atom.deed))
        for item in now.blocked
        if item.norm is None and item.reason == "unpromised" and item.atom.deed is not None
        if (item.atom.actor, item.atom.deed.act) not in asked
    ]


def _bound(answer: PromiseLevel, speaker: Speaker) -> str:
    level = answer.at(Force.UNDERTAKEN)
    bound = sorted({bearer for item in level.options[0].owed for bearer in item.norm.bearers}, key=speaker.speech.by_name)
    if bound:
        return speaker.told("binds", who=speaker.speech.names(bound))
    return speaker.told("binds_nobody" if answer.facts.kept.isdisjoint(level.compiled.norms) else "all_done")
