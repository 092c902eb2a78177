"""A case folder, a single agreement file, or the name of a shipped case, to a case; or every problem in it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from safeconduct.case import settings as case_toml
from safeconduct.case.codes import EMPTY, NO_AGREEMENT_YET, NOT_FOUND, SETTINGS
from safeconduct.case.history import read_history
from safeconduct.case.model import Case, Dated, Event
from safeconduct.case.settings import Settings, read_settings
from safeconduct.case.vocabulary import Vocabulary
from safeconduct.case.write import cannot
from safeconduct.deal import Agreement, read, tree
from safeconduct.deal.codes import OTHER_DEAL
from safeconduct.errors import InputWrong, Place, Problem, say
from safeconduct.kernel import Text, format_instant, parse_instant, parse_when

ENDING = ".deal.md"
SHIPPED = Path(__file__).parent.parent / "cases"
RECORDS = ("record.db", "record/record.db")
"""Where a case folder may hold a record: in itself, or in a folder as ``safeconduct record init`` makes it."""
RECONSTRUCTED = Text.of(
    en="A reconstruction: one key named reconstruction signed every entry, and nobody's signature is theirs.",
    fr="Une reconstitution : une seule clé nommée reconstruction a signé chaque entrée, et aucune signature n'est celle de son auteur.",
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Folder:
    """What there is to read, before anything of the agreements is read.

    Arguments:
        files: agreement files in order of time.
        single: whether the user named one file and not a folder; then there is no history.
    """

    name: str
    path: Path
    files: tuple[Path, ...]
    settings: Settings
    single: bool = False
    shipped: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, and where that is written; see :class:`safeconduct.case.model.Case` and :class:`Settings` for the fields."""

    history: tuple[Event, ...] = ()
    lines: tuple[int, ...] = ()
    file: str = "history.jsonl"
    is_reconstruction: bool = False
    is_signed: bool = False
    set_aside: tuple[Problem, ...] = ()


def shipped_cases() -> tuple[str, ...]:
    """Return the names of the cases that come with the program."""
    return tuple(sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir() and any(folder.glob(f"*{ENDING}"))))


def find(target: str) -> Folder:
    """Find what a user named: a file, a folder, or a shipped case.

    Raises: InputWrong (``case/not-found``, ``case/no-agreement``); EnvironmentFails (``case/disk``).
    """
    path = Path(target)
    with _looking_at(path):
        if path.is_file():
            return Folder(path.name, path.parent, (path,), Settings(), single=True)
        if path.is_dir():
            return _folder(path, path.resolve().name or str(path))
    if target in shipped_cases():
        return _folder(SHIPPED / target, target, shipped=True)
    near = difflib.get_close_matches(target, shipped_cases(), n=2)
    do = say("name a folder, a file ending in .deal.md, or a shipped case: {cases}", cases=", ".join(shipped_cases()))
    more = tuple(say("did you mean {name}?", name=name) for name in near)
    raise InputWrong(
        Problem(NOT_FOUND, say("there is no {target}", target=target), why=say("there is nothing to read"), do=do, more=more)
    )


def read_case(target: str) -> Case:
    """Read a case.

    Arguments:
        target: a folder, an agreement file, or the name of a shipped case.

    Raises: InputWrong with every problem of every file; EnvironmentFails (``case/disk``).
    Cost: linear in the size of the files.
    """
    folder = find(target)
    problems = list(folder.problems)
    agreements = [found for path in folder.files if (found := _agreement(path, problems)) is not None]
    deal = folder.settings.deal or (agreements[0].deal if agreements else "")
    problems += _other_deals(agreements, deal)
    undated = [Dated(agreement.file.removesuffix(ENDING), agreement, None) for agreement in agreements]
    vocabulary = Vocabulary(deal, undated, frozenset(folder.settings.words))
    told = Told() if folder.single else _told(folder, vocabulary, problems)
    if problems:
        raise InputWrong(problems)
    dated = tuple(Dated(one.id, one.agreement, _since(one, told.history)) for one in undated)
    settings = _completed(folder.settings, agreements[0], told)
    return Case(folder.name, folder.path, settings, dated, told.history, told.lines, folder.shipped, told.is_signed, told.set_aside)


def _completed(settings: Settings, first: Agreement, told: Told) -> Settings:
    """Where ``case.toml`` is silent, the first agreement and the entries speak."""
    return replace(
        settings,
        deal=settings.deal or first.deal,
        title=settings.title if settings.title.by_language else first.title,
        history=told.file,
        is_reconstruction=settings.is_reconstruction or told.is_reconstruction,
        says=settings.says if settings.says.by_language or not told.is_reconstruction else RECONSTRUCTED,
    )


def read_bytes(path: Path) -> bytes:
    """Read a file of the user. Raises: EnvironmentFails (``case/disk``)."""
    with _looking_at(path):
        return path.read_bytes()


@contextmanager
def _looking_at(path: Path) -> Iterator[None]:
    """Turn a refusal of the machine, even to say whether a file is there, into the project's own error."""
    try:
        yield
    except OSError as wrong:
        raise cannot("read", path, wrong) from None


def _folder(path: Path, name: str, *, shipped: bool = False) -> Folder:
    problems: list[Problem] = []
    listed = path / case_toml.FILE
    settings = read_settings(read_bytes(listed), problems) if listed.is_file() else Settings()
    files = [path / file for file in settings.agreements] or sorted(
        found for found in path.iterdir() if found.name.endswith(ENDING)
    )
    for file in files:
        if not file.is_file():
            do = say("correct the name, or take it out of the list")
            problems.append(
                Problem(SETTINGS, say("there is no {name} in the folder", name=file.name), do=do, where=Place(case_toml.FILE))
            )
    if not files:
        do = say("add an agreement file, or make a new case with: safeconduct case new FOLDER")
        raise InputWrong(
            Problem(
                EMPTY,
                say("{name} holds no file ending in {ending}", name=name, ending=ENDING),
                why=say("there is nothing to read"),
                do=do,
            )
        )
    return Folder(name, path, tuple(file for file in files if file.is_file()), settings, False, shipped, tuple(problems))


def _agreement(path: Path, problems: list[Problem]) -> Agreement | None:
    try:
        return read(read_bytes(path), path.name)
    except InputWrong as wrong:
        problems += wrong.problems
        return None


def _other_deals(agreements: list[Agreement], deal: str) -> list[Problem]:
    why = say("entries name one deal, and would not belong to this text")
    return [
        Problem(
            OTHER_DEAL,
            say("this agreement is of the deal {deal}, not of {deal2}", deal=a.deal, deal2=deal),
            why,
            say("write deal: {deal}", deal=deal),
            Place(a.file, 1),
        )
        for a in agreements
        if a.deal != deal
    ]


def _told(folder: Folder, vocabulary: Vocabulary, problems: list[Problem]) -> Told:
    """Read what happened: from the record where there is one, which a plain history beside it must not contradict."""
    path = folder.path / folder.settings.history
    with _looking_at(folder.path):
        record = next((folder.path / place for place in RECORDS if (folder.path / place).is_file()), None)
        is_there = path.is_file()
    history, lines = read_history(read_bytes(path), path.name, vocabulary, problems) if is_there else ((), ())
    if record is None:
        return Told(history, lines, path.name)
    from safeconduct.case.signed import read_record, same_history  # here, because it loads the libraries that check signatures

    try:
        signed = read_record(record, record.relative_to(folder.path).as_posix(), vocabulary)
    except InputWrong as wrong:
        problems += wrong.problems
        return Told(history, lines, path.name)
    problems += same_history(history, lines, path.name, signed)
    return Told(signed.entries, signed.indexes, signed.file, signed.is_reconstruction, True, signed.set_aside)


def _since(dated: Dated, history: tuple[Event, ...]) -> datetime | None:
    """When a text began to stand: its signatures, else the day in its file name, else the first entry that names it."""
    clock = dated.agreement.clock
    signed = [c.sentence.date[:10] for c in dated.agreement.clauses if isinstance(c.sentence, tree.Signed)]
    days = signed or _DAY.findall(dated.id)
    try:
        if days:
            return min(parse_when(day, clock) for day in days)
    except InputWrong:
        pass
    named = [event for event in history if event["body"].get("agreement") == dated.id and event["type"] == "statement"]
    return min((parse_instant(event["occurred"]["from"]) for event in named), default=None)


def no_agreement_yet(case: Case, at: datetime) -> InputWrong:
    """Return the answer to a question about an instant before any text stood."""
    first = case.agreements[0]
    since = format_instant(first.since) if first.since else "the beginning"
    what = say("at {at} no agreement or offer of {name} stood yet", at=format_instant(at), name=case.name)
    do = say("the first, {id}, stands from {since}; ask with a later --at, or name one with --agreement", id=first.id, since=since)
    return InputWrong(Problem(NO_AGREEMENT_YET, what, why=say("there was nothing to be committed to"), do=do))
