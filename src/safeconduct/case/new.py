"""A new case folder: a skeleton that reads, holds together, and says what is still open."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from safeconduct.case.codes import EXISTS, SETTINGS
from safeconduct.case.write import cannot, write_whole
from safeconduct.deal import read, write
from safeconduct.errors import InputWrong, Problem, Refused, say
from safeconduct.kernel import Text

SKELETON = Path(__file__).with_name("skeleton.deal.md")
"""In English, with French names in its table; the French version is written from the tree, so that the two cannot drift apart."""
_HEADINGS = {"fr": ("Début, vérification, différends", "Le mouvement", "Les personnes", "Si quelque chose manque, et la fin")}
AGREEMENT, HISTORY, SETTINGS_FILE = "agreement.deal.md", "history.jsonl", "case.toml"


def new_case(folder: Path, languages: tuple[str, ...] = ("en", "fr")) -> tuple[Path, ...]:
    """Make a case folder with an agreement to fill in, an empty history and a ``case.toml``.

    Arguments:
        folder: a folder that does not exist yet, or is empty; its name becomes the id of the deal.
        languages: of the agreement, ``en`` and ``fr`` or one of them.

    Returns: the files written.
    Raises: Refused (``case/exists``); InputWrong (``case/settings``) for a name that cannot be an id; EnvironmentFails (``case/disk``).
    Holds: the only findings of the skeleton are its declared open points (test_new).
    """
    deal = _deal_id(folder)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = say("{name} is there already and is not empty", name=folder.name)
            raise Refused(Problem(EXISTS, what, why=say("nothing of yours may be overwritten"), do=say("choose another name")))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise cannot("write", folder, wrong) from None
    texts = {AGREEMENT: skeleton(deal, languages), SETTINGS_FILE: _settings(deal, languages), HISTORY: ""}
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    return tuple(folder / name for name in texts)


def skeleton(deal: str, languages: tuple[str, ...]) -> str:
    """Return the text of a skeleton agreement of a deal, in some languages."""
    whole = read(SKELETON.read_bytes(), SKELETON.name)
    title = Text(tuple(pair for pair in whole.title.by_language if pair[0] in languages))
    places = [before for before, _ in whole.headings["en"]]
    headings = {"en": whole.headings["en"]} | {other: tuple(zip(places, texts, strict=True)) for other, texts in _HEADINGS.items()}
    headings = {language: headings[language] for language in languages}
    return write(replace(whole, deal=deal, title=title, languages=languages, headings=headings))


def _deal_id(folder: Path) -> str:
    name = folder.resolve().name
    if re.fullmatch(r"[A-Za-z0-9-]+", name):
        return name
    what = say("{name} cannot be the id of a deal", name=repr(name))
    raise InputWrong(
        Problem(
            SETTINGS, what, why=say("every entry of the history names the deal"), do=say("use letters, figures and hyphens only")
        )
    )


def _settings(deal: str, languages: tuple[str, ...]) -> str:
    titles = {"en": "A new case", "fr": "Un nouveau cas"}
    lines = [f'deal = "{deal}"', "reconstruction = false", f'agreements = ["{AGREEMENT}"]', f'history = "{HISTORY}"', "", "[title]"]
    return "\n".join([*lines, *(f'{language} = "{titles[language]}"' for language in languages), ""])
