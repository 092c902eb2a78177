"""Clauses that make people leave: read in English and French from a small text, refused; their choice is left alone."""

from itertools import pairwise

import pytest

from safeconduct.deal import read
from safeconduct.deal.check import problems
from safeconduct.deal.displacement import displacements

HEAD = """---
format: safeconduct-deal/1
deal: hill
title: {en: "The hill", fr: "La colline"}
languages: [en, fr]
clock: Europe/Lisbon
day-count: 0
---

## Words

| id | kind | English | Français | shown by |
| --- | --- | --- | --- | --- |
| north | party | north (the) | nord (le) | |
| south | party | south (the) | sud (le) | |
| council | party | residents of the pass (the pl) | habitants du col (les m) | |
| residents | group | residents (the pl) | habitants de la colline (les m) | |
| villagers | group | people of the valley (the pl) | gens de la vallée (les m) | |
| fighters | group | fighters of north (the pl) | combattants du nord (les m) | |
| volunteers | group | fighters of north who choose to leave (the pl) | combattants du nord qui choisissent de partir (les m) | |
| reluctant | group | fighters of north who do not wish to leave (the pl) | combattants du nord qui ne souhaitent pas partir (les m) | |
| leave | act | leave the hill | quitter la colline | observation |
| evacuated | act | be evacuated | être évacués | observation |
| board | act | board the buses | monter dans les autocars | observation |
| travel | act | travel | aller | observation |
| stay | act | stay on the hill | rester sur la colline | observation |
| sign | act | sign the register | signer le registre | signature |
| declare | act | declare a departure | déclarer un départ | statement |
| expel | act | expel the residents | expulser les habitants de la colline | observation |
| evacuate | act | evacuate | évacuer | observation |
| empty | act | empty the hill of its inhabitants | vider la colline de ses habitants | observation |
| rest | act | expel those who remain | expulser ceux qui restent | observation |
| carry | act | transport | transporter | observation |
| willing | act | evacuate all civilians who wish to go | évacuer tous les civils qui souhaitent partir | observation |
| wounded | act | evacuate wounded civilians | évacuer les civils blessés | observation |
| clear | act | clear all mines | déminer toutes les routes | observation |
| hill | place | hill (the) | colline (la) | |
| valley | place | valley (the) | vallée (la) | |

"""
MADE_TO_LEAVE = [
    ("The [residents] shall [leave the hill].", "Les [habitants de la colline] doivent [quitter la colline]."),
    ("Each member of the [residents] shall [leave the hill].", "Chaque membre des [habitants de la colline] doit [quitter la colline]."),
    ("Any member of the [residents] shall [leave the hill].", "Tout membre des [habitants de la colline] doit [quitter la colline]."),
    ("The [residents] undertake to [leave the hill], by day 9.", "Les [habitants de la colline] s'engagent à [quitter la colline], au plus tard le jour 9."),
    ("The [residents] shall endeavour to [leave the hill].", "Les [habitants de la colline] doivent s'efforcer de [quitter la colline]."),
    ("The [residents] shall [be evacuated].", "Les [habitants de la colline] doivent [être évacués]."),
    ("The [residents] shall [board the buses].", "Les [habitants de la colline] doivent [monter dans les autocars]."),
    ("The [residents] shall [travel], to the [valley].", "Les [habitants de la colline] doivent [aller], vers la [vallée]."),
    ("The [residents of the pass] shall [leave the hill].", "Les [habitants du col] doivent [quitter la colline]."),
    ("The [fighters of north] shall [leave the hill].", "Les [combattants du nord] doivent [quitter la colline]."),
    ("The [fighters of north who do not wish to leave] shall [leave the hill].", "Les [combattants du nord qui ne souhaitent pas partir] doivent [quitter la colline]."),
    ("Each of the [residents] and the [people of the valley] shall [leave the hill].", "Les [habitants de la colline] et les [gens de la vallée], chacun pour sa part, doivent [quitter la colline]."),
    ("Each member of the [residents] shall either [leave the hill], by day 9 or [be evacuated], by day 12.", "Chaque membre des [habitants de la colline] doit soit [quitter la colline], au plus tard le jour 9, soit [être évacués], au plus tard le jour 12."),
    ("The [residents] shall do any of the following: (a) [leave the hill]; (b) [board the buses].", "Les [habitants de la colline] doivent faire l'un quelconque des actes suivants : (a) [quitter la colline] ; (b) [monter dans les autocars]."),
    ("The [residents] shall do all of the following: (a) [sign the register]; (b) [leave the hill].", "Les [habitants de la colline] doivent faire tout ce qui suit : (a) [signer le registre] ; (b) [quitter la colline]."),
    ("The [south] shall bring the [residents] to [leave the hill].", "Le [sud] doit amener les [habitants de la colline] à [quitter la colline]."),
    ("The [residents] shall not [stay on the hill].", "Les [habitants de la colline] ne doivent pas [rester sur la colline]."),
    ("The [south] shall ensure that the [residents] do not [stay on the hill].", "Le [sud] doit veiller à ce que les [habitants de la colline] s'abstiennent de [rester sur la colline]."),
    ("The [south] shall [expel the residents].", "Le [sud] doit [expulser les habitants de la colline]."),
    ("The [south] shall [evacuate], for the [residents].", "Le [sud] doit [évacuer], pour les [habitants de la colline]."),
    ("If the [south] decides to [sign the register], the [residents] shall [leave the hill].", "Si le [sud] décide de [signer le registre], les [habitants de la colline] doivent [quitter la colline]."),
    ("The [south] shall [empty the hill of its inhabitants].", "Le [sud] doit [vider la colline de ses habitants]."),
    ("The [south] shall do all of the following: (a) [sign the register]; (b) [expel those who remain].", "Le [sud] doit faire tout ce qui suit : (a) [signer le registre] ; (b) [expulser ceux qui restent]."),
    ("The [south] shall [transport], for all persons among the [residents].", "Le [sud] doit [transporter], pour la totalité des [habitants de la colline], comptés en personnes."),
    ("The [south] guarantees that the [north] performs clause 1.1, failing which the guarantor shall [expel the residents].", "Le [sud] garantit que le [nord] exécutera la clause 1.1, faute de quoi le garant doit [expulser les habitants de la colline]."),
]  # fmt: skip
LEFT_TO_CHOOSE = [
    ("The [south] shall [evacuate all civilians who wish to go].", "Le [sud] doit [évacuer tous les civils qui souhaitent partir]."),
    ("The [south] shall [evacuate wounded civilians].", "Le [sud] doit [évacuer les civils blessés]."),
    ("The [south] shall [clear all mines].", "Le [sud] doit [déminer toutes les routes]."),
    ("Any member of the [residents] may [leave the hill].", "Tout membre des [habitants de la colline] peut [quitter la colline]."),
    ("The [residents] may [leave the hill].", "Les [habitants de la colline] peuvent [quitter la colline]."),
    ("The [north] shall [leave the hill].", "Le [nord] doit [quitter la colline]."),
    ("The [fighters of north who choose to leave] shall [leave the hill], by day 9.", "Les [combattants du nord qui choisissent de partir] doivent [quitter la colline], au plus tard le jour 9."),
    ("If the [residents] decide to [leave the hill], the [residents] shall [leave the hill], by day 9.", "Si les [habitants de la colline] décident de [quitter la colline], les [habitants de la colline] doivent [quitter la colline], au plus tard le jour 9."),
    ("Each member of the [residents] shall either [leave the hill] or [sign the register].", "Chaque membre des [habitants de la colline] doit soit [quitter la colline], soit [signer le registre]."),
    ("The [residents] shall not [leave the hill], until and including day 9.", "Les [habitants de la colline] ne doivent pas [quitter la colline], jusqu'au jour 9 inclus."),
    ("The [south] asks the [residents] to [leave the hill].", "Le [sud] demande aux [habitants de la colline] de [quitter la colline]."),
    ("The [south] shall [evacuate], for the [fighters of north].", "Le [sud] doit [évacuer], pour les [combattants du nord]."),
    ("No member of the [residents] shall be compelled to [leave the hill].", "Aucun membre des [habitants de la colline] ne doit être contraint de [quitter la colline]."),
]  # fmt: skip
OWN = ("The [north] includes only the [fighters of north].", "Le [nord] comprend seulement les [combattants du nord].")
SIGNS = ("For signature by the [north] as a party.", "Pour signature par le [nord] en qualité de partie.")
FIGHTERS = ("The [fighters of north] shall [leave the hill].", "Les [combattants du nord] doivent [quitter la colline].")
BROUGHT = ("The [north] shall bring the [fighters of north] to [leave the hill].", "Le [nord] doit amener les [combattants du nord] à [quitter la colline].")  # fmt: skip


def hill(*sentences):
    english, french = ("".join(f"**{n}.1** {said[i]}\n\n" for n, said in enumerate(sentences, 1)) for i in (0, 1))
    return read(f"{HEAD}## English\n\n{english}## Français\n\n{french}".encode())


@pytest.mark.parametrize("said", MADE_TO_LEAVE, ids=[english for english, _ in MADE_TO_LEAVE])
def test_no_way_but_out_is_refused(said):
    found = [problem for problem in problems(hill(said)) if problem.code == "deal/forced-displacement"]
    assert found
    assert all(problem.where.excerpt for problem in found)


@pytest.mark.parametrize("said", LEFT_TO_CHOOSE, ids=[english for english, _ in LEFT_TO_CHOOSE])
def test_what_leaves_the_choice_is_not(said):
    assert displacements(hill(said)) == ()


def test_a_right_to_stay_beside_a_duty_to_leave_is_no_choice():
    stay = (
        "Any member of the [residents] may stay in the [hill], protected by the [south].",
        "Tout membre des [habitants de la colline] peut rester à la [colline], sous la protection du [sud].",
    )
    assert len(displacements(hill(MADE_TO_LEAVE[0], stay))) == 1


@pytest.mark.parametrize("duty", [FIGHTERS, BROUGHT])
def test_fighters_leave_under_the_signature_of_their_own_party_only(duty):
    assert displacements(hill(duty, OWN, SIGNS)) == ()
    for short in ((duty,), (duty, OWN), (duty, SIGNS)):
        assert [one.group for one in displacements(hill(*short))] == ["fighters"]


def test_nobody_signs_a_population_away():
    theirs = ("The [north] includes only the [residents].", "Le [nord] comprend seulement les [habitants de la colline].")
    leaves = ("The [north] shall [leave the hill].", "Le [nord] doit [quitter la colline].")
    for duty in (MADE_TO_LEAVE[0], leaves):
        assert [one.group for one in displacements(hill(duty, theirs, SIGNS))] == ["residents"]


def test_each_clause_is_named_in_the_order_of_the_text():
    found = displacements(hill(*MADE_TO_LEAVE[:4]))
    assert all(one.clause.id < other.clause.id for one, other in pairwise(found))
    assert len(found) == 4
