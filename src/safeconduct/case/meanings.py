"""What each type of entry says and what its fields mean, in words: for ``docs/entries.md``, next to the form in ``forms.py``."""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.case.forms import Field

TYPES: Mapping[str, str] = {
    "statement": "Somebody said something. Words make an offer or a claim; they never show a deed unless the words table says so.",
    "decision": "Somebody declared a decision to act. It meets a condition *if … decides to …* until it is revoked.",
    "acceptance": "Somebody accepted a clause or took up an offer, and is bound by it.",
    "refusal": "Somebody declined an offer or a request, or withdrew an offer.",
    "signature": "Somebody signed the agreement, in their own name only.",
    "undertaking": "Somebody undertook a clause on record, without signing the whole.",
    "deed": "The actor says that they acted. Whether this shows it is for the column *shown by* of the words table.",
    "observation": "An observer tells what they saw of an act, an event or a state.",
    "access_denied": "An observer was kept out of a place: nothing was seen there, for or against anybody.",
    "occurrence": "An event of the words table occurred.",
    "state": "A state of the words table began or ended.",
    "count": "A counter reports a figure. Figures of different counters are shown side by side and never averaged.",
    "incident": "Something happened that may matter. It accuses nobody.",
    "verification": "A verifier checked a clause as a whole, for everybody who bears it.",
    "finding": "A body that the text or the parties empower judged a clause. Only this establishes a breach.",
    "allegation": "Somebody says that a clause was not kept. Kept apart from findings.",
    "notice": "A notice that the agreement provides for: it uses a power, or tells what has to be told.",
    "request": "Somebody asked for what a clause owes on request.",
    "hold": "A movement was held. Recorded; it changes no clause.",
    "release": "A held movement was let go. Recorded; it changes no clause.",
    "suspension": "Clauses were suspended.",
    "resumption": "Suspended clauses run again.",
    "waiver": "Somebody who may do so released the bearers of a clause; or two named persons waive one protection of the gate for one leg.",
    "extension": "Somebody who may do so gave more time.",
    "cure": "What was found not kept was put right.",
    "correction": "An earlier entry is restated. It stays in the log; a party, group or body that restates somebody else's entry disputes it.",
    "dispute": "Somebody contests an entry or how a clause was kept.",
    "reading": "Somebody takes one of the readings that the text declares.",
    "election": "A choice is declared between the options of a clause. Silence is no choice.",
    "consent": "Somebody gives the consent that a clause asks for, or fills a point that it left to be agreed.",
    "constituted": "A body of the agreement exists from now on.",
    "publication": "Something was published, to whom and after what delay.",
}
"""What an entry of each type says."""

_FIELDS: Mapping[str, str] = {
    "act": "what was done, decided, asked or announced",
    "audience": "who may read it",
    "by": "who did it, where the actor only reports it; without it the entry decides nobody's duty where more than one could have done it",
    "clause": "the clause it is about",
    "clauses": "the clauses it is about",
    "count": "how many: `low`, `high`, and where the clause counts it, `what`",
    "cumulative": "true when the figure stands for everything so far, false when it adds to the figures before",
    "high": "the highest figure; null where no upper figure is known",
    "low": "the lowest figure",
    "of": "the entry it answers",
    "parties": "whom it is about",
    "result": "what came out",
    "slots": "where to, with what, and so on, by name",
    "stage": "where on the way it was counted: departed, crossed or arrived",
    "text": "what it says, in words",
    "stating": "what the notice states, of what the clause wants stated; without it the record does not tell",
    "against": "the clause that another was found not to have kept, where the notice is a countermeasure (`act=countermeasure`)",
    "gate": "the protection of the gate that is waived for a leg",
    "leg": "the leg: the group, from where, to where",
    "persons": "the two different persons who decide, by name",
    "unit": "what is counted: persons, passages, items or vehicles",
    "capacity": "as what: party, guarantor or witness; a witness is not bound",
    "revoked": "true when the decision is taken back",
    "delay": "how long after the event",
    "place": "the place",
    "event": "the event",
    "word": "the word that is read in more than one way",
    "reader": "who reads it so",
    "until": "until when: a day, or an instant in UTC",
    "what": "what was counted",
    "observation.of": "what was seen: an act, an event, a state or a thing",
    "observation.value": "whether it was the case",
    "state.state": "the state",
    "state.value": "whether it began or ended",
    "correction.of": "the entry restated",
    "correction.body": "the fields that change, as they should have been; null takes the whole entry back",
    "dispute.of": "the entry contested",
    "election.option": "the option chosen: its act, or its norm such as 5.1#2",
    "election.count": "how many members of a group chose it: `low` and `high`; without it at least one",
    "consent.value": "true; or what fills the open point, such as the id of a place, several with commas",
    "constituted.body": "the body",
}


def meaning(kind: str, field: Field) -> str:
    """Return what a field of a type of entry means."""
    return _FIELDS.get(f"{kind}.{field.name}") or _FIELDS[field.name]
