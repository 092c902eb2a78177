"""How the simulation reads a movement: one row of whole numbers that holds everything which is the same in every world.

The first cells are numbers, or say where a table begins: ``t[SLOTS]`` is the number of slots, ``t[t[K_LEG] + kind]`` the leg of a kind of
convoy. What changes is a second row, laid out in the same way: ``s[t[BALANCE] + stock]``. Two rows are what compiled code passes on
fastest; ``rulebook.py`` writes the first.

Kinds of convoy, legs, places and groups are numbers here. Whatever can be *there* (vehicles of a type at a place, escort teams, people of
a group at a place, people verified for a bound or a gate) is one *balance*; whatever happens later is an amount due on a balance.
Durations are in slots, shares per thousand. A table ``X_OF`` holds where the parts of each entry begin, and where the last one's end.
"""

from __future__ import annotations

from typing import TypeAlias

Cells: TypeAlias = list[int]
"""A row of whole numbers: a list where the rule runs as Python, an array of 64-bit integers where it is compiled."""

# Numbers.
SLOTS, PER_DAY, HOUR, FURTHEST = 0, 1, 2, 3  # the last slot of which a checkpoint is asked, and one
KINDS, GROUPS, SIDES, FIRST_SIDE, FIRST_GATE, STARTS = 4, 5, 6, 7, 8, 9  # balances of bounds and gates; what is there at first
BREAKDOWNS, REPAIR, REFUSALS, SUSPENSIONS, WEATHER, ABSENCES, CORRECTIONS, LOWERED = 10, 11, 12, 13, 14, 15, 16, 17
LATES, PAUSES = 18, 19  # how many delays and pauses there are to choose from

# Kinds of convoy: which may leave in each slot, by priority; leg, place, escorts there and at home, whether it is the last leg
# of its people, whether it begins at an exchange point; types of vehicle (V_), riders (R_), and seats of a rider in a type.
S_KINDS_OF, S_KIND, K_LEG, K_PLACE, K_ESCORTS, K_HOME, K_LAST, K_ONWARD, K_TYPES_OF, K_RIDERS_OF, K_SEATS_OF = range(20, 31)
V_STOCK, V_HOME, V_LOAD, V_UNLOAD, V_SEATS = range(31, 36)
# Groups of a kind: lot, where they stand now and next, bounds they are given for, what they are verified for, gates that hold them.
R_LOT, R_THERE, R_ONWARD, R_GIVEN_OF, R_GIVEN, R_SEEN_OF, R_SEEN, R_SEEN_OFFSET, R_SEEN_DELAY, R_HELD_OF, R_HELD = range(36, 47)
L_OUT, L_BACK, L_RETURN, L_HEADWAY, L_SMALLEST, L_LARGEST, L_FEWEST, L_ESCORTS, L_UNLOAD = range(47, 56)
L_CHECKS_OF, L_CHECK, L_CHECK_OFFSET, C_LIMIT = range(56, 60)
SIDE_PRICE, SIDE_WORTH, SIDE_AHEAD, GATE_NUMBER, GATE_ALLOW = range(60, 65)
G_LOW, G_SPAN, G_LOT, G_THERE, G_JOINS_OF, G_JOIN_SLOT, G_JOIN = range(65, 72)
START_BALANCE, START_SLOT, START_NUMBER, LATE, PAUSE = range(72, 77)

# Where the tables of the second row begin. From BALANCE to HEAD a world begins with zeros, from HEAD to WHY with -1. CLOSED holds where each time
# in which nothing moves begins and ends, in order.
BALANCE, FREE_FROM, PASSES, OUT, GONE, HEAD, ABSENT, STUCK, WHY, CLOSED, RIDING, USED, REASON = range(77, 90)
NODE_NEXT, NODE_BALANCE, NODE_NUMBER, LOG = range(90, 94)
G_GATES_OF, G_GATES, GATES = 94, 95, 96  # gates that wait for a group; how many gates there are
K_JOINED = 97  # the slot from which nobody joins the groups of a kind any more
# Terms that release two sides together, those that executions follow (``pairs.py``): how many; their lags in slots; the sides for which a
# rider counts (2 for each term, the left one even), and those of each group. Of each side, in the second row: the slot of its last release
# and one more (0: none), how many of it are still to be released, and how many have been; and the kinds of convoy chosen to leave together.
# Gates that hold the rest of a side for the other, and how many of it must be gone for that.
PAIRS, PAIR_LAG, R_PAIRS_OF, R_PAIRS, G_PAIRS_OF, G_PAIRS, PAIR_LAST, PAIR_LEFT, PAIR_GONE, CHOSEN = range(98, 108)
P_HOLDERS_OF, P_HOLDERS, P_ENOUGH = range(108, 111)
NAMES = 111
