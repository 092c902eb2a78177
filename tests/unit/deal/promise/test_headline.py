"""What opens a screen before anyone has signed, and when some have."""

from safeconduct.deal.promise import Facts, Speaker, headline, promise_level

from .agreements import agreement

TERMS = agreement(
    "north party, south party, crowd group, board body, envoy party, open_gate act, leave act, stay act, guide act, storm event, watch act",
    "[south] undertakes to [open gate].",
    "[north] undertakes to [watch].",
    "If [storm] occurs, [south] shall [guide].",
    "[crowd] shall [stay].",
    "Each member of [crowd] shall either [leave], declared to [north], by day 4 or [stay], declared to [north], by day 4.",
    "If [crowd] decides to [leave], [envoy] is ready to [guide].",
)


def told(*signed: str) -> list[str]:
    return list(headline(promise_level(TERMS, Facts(signed=frozenset(signed))), Speaker(TERMS, "en", frozenset(signed))))


def test_before_anyone_has_signed_everyone_waits_for_signatures_and_for_who_may_take_up_an_offer():
    opening, *keys, bound = told()
    assert opening == "Everyone is waiting on crowd, north and south."
    assert [key.split(":")[0] for key in keys] == [
        "With the signature of crowd",
        "With the decision of crowd to leave",
        "With the signature of north",
        "With the signature of south",
    ]
    assert bound == "As a binding undertaking, nothing here binds anyone."


def test_nobody_is_called_committed_without_a_signature_of_their_own_and_a_choice_is_never_a_commitment():
    for signed in ((), ("north",), ("south", "north")):
        assert not [sentence for sentence in told(*signed) if "committed" in sentence and "crowd" in sentence]
    assert "the choice of crowd to leave counts (clause 1.5)" in " ".join(told("north", "south"))


def test_who_has_signed_is_waited_on_no_more():
    assert told("north")[0] == "Everyone is waiting on crowd and south."
    assert told("north", "south")[-1] == "Bound now: north and south."
