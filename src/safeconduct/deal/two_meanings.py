"""Words that two readers take two ways: a sentence that stops at one of them is refused, and both forms are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from safeconduct.errors import say

_STOP = "‸"
"""Stands where the sentence stops reading. What is clear, and what stops elsewhere, is no concern of these patterns."""

_TWO_MEANINGS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "en": (
        (
            r"\bprovided that\b(?![^,]*\b(undertakes?|ha(s|ve) done)\b)[^,]*‸",
            say("a bare 'provided that'"),
            "provided that [party] undertakes to [act]   (a promise is enough)",
            "provided that [party] has done the act [act]   (only the deed is enough)",
        ),
        (r"\band ?‸?/ ?or\b", say("'and/or'"), "do all of the following: (a) …; (b) …", "do any of the following: (a) …; (b) …"),
        (
            r"‸and\b.*\bor\b|‸or\b.*\band\b|\band\b.*‸or\b|\bor\b.*‸and\b",
            say("'and' and 'or' in one sentence"),
            "do all of the following: (a) …; (b) …",
            "do any of the following: (a) …; (b) …",
        ),
        (
            r"\bwithin \d[\d,]* [a-z]+ ?‸(?!(of|after|to|from|following)\b)",
            say("a 'within' that does not say of what"),
            "within 10 days of [event]",
            "within 10 days of the signature",
        ),
        (
            r"(‸until|\buntil ‸)(?! ?(and including|but not including)\b)",
            say("an 'until' that does not say whether the end belongs to it"),
            "until and including day 3",
            "until but not including day 3",
        ),
        (
            r"(^|, )(the )?\[\]( and (the )?\[\])+ ‸(?!jointly)\w+",
            say("two bearers, and no word whether each is bound alone"),
            "each of [north] and [south] shall …   (two duties)",
            "[north] and [south] jointly shall …   (one duty, shared blame)",
        ),
    ),
    "fr": (
        (
            r"\bà condition que?\b(?![^,]*\b(engagent?|accompli)\b)[^,]*‸",
            "un « à condition que » nu",
            "à condition que [partie] s'engage à [acte]   (la promesse suffit)",
            "à condition que [partie] ait accompli l'acte de [acte]   (seul l'acte suffit)",
        ),
        (
            r"\bet ?‸?/ ?ou\b",
            "« et/ou »",
            "faire tout ce qui suit : (a) … ; (b) …",
            "faire l'un quelconque des actes suivants : (a) … ; (b) …",
        ),
        (
            r"‸et\b.*\bou\b|‸ou\b.*\bet\b|\bet\b.*‸ou\b|\bou\b.*‸et\b",
            "« et » et « ou » dans une même phrase",
            "faire tout ce qui suit : (a) … ; (b) …",
            "faire l'un quelconque des actes suivants : (a) … ; (b) …",
        ),
        (
            r"\bdans un délai de \d[\d\s]* [a-zà-ÿ]+ ?‸(?!(à compter|après|à \d|de|du|des|depuis)\b)",
            "un délai sans point de départ",
            "dans un délai de 10 jours à compter de [événement]",
            "dans un délai de 10 jours à compter de la signature",
        ),
        (
            r"\bjusqu(e |')[^,]*‸(?! ?(inclus|exclu)\b)",
            "un « jusque » qui ne dit pas si la fin est comprise",
            "jusqu'au jour 3 inclus",
            "jusqu'au jour 3 exclu",
        ),
        (
            r"(^|, )(l'|le |la |les )?\[\]( et (l'|le |la |les )?\[\])+ ‸(?!conjointement)\w+",
            "deux sujets, sans dire si chacun est tenu seul",
            "[nord] et [sud], chacun pour sa part, doivent …   (deux obligations)",
            "[nord] et [sud] conjointement doivent …   (une obligation, faute partagée)",
        ),
    ),
}


_ENOUGH = 600
"""Characters around the place that are searched for words with two meanings."""


def two_meanings(text: str, place: int, language: str) -> tuple[str, ...] | None:
    """Return what can be taken two ways where a sentence stops reading, and a form for each way; None where nothing can.

    Arguments:
        place: offset at which the sentence stops. What stands between brackets is a name, and is not searched.
    """
    before, after = text[max(0, place - _ENOUGH) : place], text[place : place + _ENOUGH]
    marked = re.sub(r"\[[^\]]*\]", "[]", f"{before}{_STOP}{after}".replace("’", "'"))
    flat = " ".join(marked.split())
    for pattern, *rest in _TWO_MEANINGS.get(language, ()):
        if re.search(pattern, flat, re.IGNORECASE):
            return tuple(rest)
    return None
