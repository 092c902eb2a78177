"""Words that two readers take two ways: a sentence with one of them is refused, and both forms are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from safeconduct.errors import say

_TWO_MEANINGS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "en": (
        (
            r"\bprovided that\b(?![^,]*\b(undertakes?|ha(s|ve) done)\b)",
            say("a bare 'provided that'"),
            "provided that [party] undertakes to [act]   (a promise is enough)",
            "provided that [party] has done the act [act]   (only the deed is enough)",
        ),
        (r"\band/or\b", say("'and/or'"), "do all of the following: (a) …; (b) …", "do any of the following: (a) …; (b) …"),
        (
            r"\band\b.*\bor\b|\bor\b.*\band\b",
            say("'and' and 'or' in one sentence"),
            "do all of the following: (a) …; (b) …",
            "do any of the following: (a) …; (b) …",
        ),
        (
            r"\bwithin \d[\d,]* \w+(?! (of|after|to)\b| \d)",
            say("a 'within' that does not say of what"),
            "within 10 days of [event]",
            "within 10 days of the signature",
        ),
        (
            r"\buntil\b(?! (and including|but not including)\b)",
            say("an 'until' that does not say whether the end belongs to it"),
            "until and including day 3",
            "until but not including day 3",
        ),
        (
            r"^(?!.*\beach of\b)[^,]*\] and (the )?\[[^\]]*\] (?!jointly)\w+",
            say("two bearers, and no word whether each is bound alone"),
            "each of [north] and [south] shall …   (two duties)",
            "[north] and [south] jointly shall …   (one duty, shared blame)",
        ),
    ),
    "fr": (
        (
            r"\bà condition que\b(?![^,]*\b(engagent?|accompli)\b)",
            "un « à condition que » nu",
            "à condition que [partie] s'engage à [acte]   (la promesse suffit)",
            "à condition que [partie] ait accompli l'acte [acte]   (seul l'acte suffit)",
        ),
        (
            r"\bet/ou\b",
            "« et/ou »",
            "faire tout ce qui suit : (a) … ; (b) …",
            "faire l'un quelconque des actes suivants : (a) … ; (b) …",
        ),
        (
            r"\bet\b.*\bou\b|\bou\b.*\bet\b",
            "« et » et « ou » dans une même phrase",
            "faire tout ce qui suit : (a) … ; (b) …",
            "faire l'un quelconque des actes suivants : (a) … ; (b) …",
        ),
        (
            r"\bdans un délai de \d[\d\s]* \w+(?! (à compter|après|à \d))",
            "un délai sans point de départ",
            "dans un délai de 10 jours à compter de [événement]",
            "dans un délai de 10 jours à compter de la signature",
        ),
        (
            r"\bjusqu(e |')(?![^,]*\b(inclus|exclu)\b)",
            "un « jusque » qui ne dit pas si la fin est comprise",
            "jusqu'au jour 3 inclus",
            "jusqu'au jour 3 exclu",
        ),
        (
            r"^(?!.*\bchacun d)[^,]*\] et (l'|le |la |les )?\[[^\]]*\] (?!conjointement)\w+",
            "deux sujets, sans dire si chacun est tenu seul",
            "[nord] et [sud], chacun pour sa part, doivent …   (deux obligations)",
            "[nord] et [sud] conjointement doivent …   (une obligation, faute partagée)",
        ),
    ),
}


_ENOUGH = 600
"""Characters of a sentence that are searched for words with two meanings."""


def two_meanings(text: str, language: str) -> tuple[str, ...] | None:
    """Return what in a sentence can be taken two ways, and a form for each way; None where nothing is found."""
    flat = " ".join(text[:_ENOUGH].split()).replace("’", "'")
    for pattern, *rest in _TWO_MEANINGS.get(language, ()):
        if re.search(pattern, flat, re.IGNORECASE):
            return tuple(rest)
    return None
