"""A small fictional deal to be filled with clauses and entries, so that a test reads like the story it is about."""

from __future__ import annotations

from datetime import timedelta

from safeconduct.deal import read
from safeconduct.deal.standing import explain, read_events, standing
from safeconduct.kernel import format_instant, parse_instant

WORDS = """| id | kind | English | Français | shown by |
| --- | --- | --- | --- | --- |
| north | party | North | Nord (m) | |
| south | party | South | Sud (m) | |
| guarantor | party | guarantor (the) | garant (le) | |
| mission | party | mission (the) | mission (la) | |
| families | group | families (the pl) | familles (les f) | |
| board | body | joint board (the) | conseil mixte (le) | |
| leave | act | leave the harbour | quitter le port | |
| open_gate | act | open the gate | ouvrir la porte | |
| clear | act | clear the road | dégager la route | observation by mission |
| hand_in | act | hand in weapons | remettre des armes | |
| move | act | move its units | déplacer ses unités | |
| admit | act | admit the monitors | admettre les observateurs | |
| fire | act | open fire | ouvrir le feu | observation by mission |
| cooperate | act | cooperate | coopérer | untested |
| sign | act | sign the register | signer le registre | signature |
| withdraw | act | withdraw its guards | retirer ses gardes | notice |
| repair | act | repair the bridge | réparer le pont | |
| arrival | event | arrival of the last convoy (the) | arrivée du dernier convoi (la) | |
| incident | event | incident (the) | incident (le) | |
| storm | state | storm (the) | tempête (la) | |
| calm | state | calm (the) | calme (le) | |
| peace | state | peace (the) | paix (la) | state by mission |
| weapons | thing | weapons (the pl) | armes (les f) | |
| buses | thing | buses (the pl) | autocars (les m) | |
| losses | thing | losses (the pl) | pertes (les f) | |
| quay | place | quay (the) | quai (le) | |
| office | text | the place of the office | le lieu du bureau | |
| isle | place | isle (the) | île (la) | |
"""
SIGNED = "**90.1** Signed on 1 May 2020 by [North] as a party.\n\n**90.2** Signed on 1 May 2020 by [South] as a party."


def deal(*clauses, signed=True, clock="Etc/UTC", day_count=0, file="quay.deal.md", title="The quay"):
    """Read an agreement made of clauses ``"1.1 [North] undertakes to …"``."""
    body = [f"**{clause.split(' ', 1)[0]}** {clause.split(' ', 1)[1]}" for clause in clauses]
    front = f'---\nformat: safeconduct-deal/1\ndeal: quay\ntitle: {{en: "{title}"}}\nlanguages: [en]\nclock: {clock}\nday-count: {day_count}\n---\n'
    text = f"{front}\n## Words\n\n{WORDS}\n## English\n\n" + "\n\n".join([*body, *([SIGNED] if signed else [])]) + "\n"
    return read(text.encode(), file)


def entry(number, day, kind, actor, /, to=None, recorded=None, **body):
    """One entry: number, "2020-05-02 09:00" or "2020-05-02", type, actor, body."""
    when = instant(day)
    end = instant(to) if to else when
    method = body.pop("method", "")
    return {
        "id": f"e{number}",
        "deal": "quay",
        "type": kind,
        "actor": actor,
        "occurred": {"from": format_instant(when), "to": format_instant(end)},
        "recorded": format_instant(instant(recorded) if recorded else end + timedelta(minutes=1)),
        "method": method,
        "body": body,
    }


def instant(text):
    """``"2020-05-02"`` is its first instant in UTC, ``"2020-05-02 09:00"`` a time of it."""
    return parse_instant(text.replace(" ", "T") + "Z" if " " in text else text + "T00:00Z")


def story(agreement, *entries, at, known_by=None, views=None):
    """The standing of one agreement, or several, after some entries."""
    agreements = agreement if isinstance(agreement, list) else [agreement]
    known = instant(known_by) if known_by else None
    return standing(agreements, read_events(entries, "quay"), instant(at), known, views)


def one(result, clause, agreement=0):
    """The only instance of a clause that arose from no entry."""
    (found,) = [i for i in result.of_clause(clause, agreement) if not i.trigger]
    return found


def state(agreement, clause, *entries, at, **more):
    """The state of the only such instance of a clause."""
    return one(story(agreement, *entries, at=at, **more), clause).state


def told(agreement, clause, *entries, at, language="en", **more):
    """What is said of the only such instance of a clause."""
    result = story(agreement, *entries, at=at, **more)
    return explain(result, one(result, clause), language)
