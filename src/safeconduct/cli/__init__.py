"""How people reach it from a terminal: ``safeconduct ROOM VERB``, and ``demo``, ``status``, ``help`` at the root.

    >>> from click.testing import CliRunner
    >>> CliRunner().invoke(main, ["help", "deal/unknown-word"]).output.splitlines()[0]
    'deal/unknown-word: a sentence uses a word that the table does not list'

The answer goes to stdout, notes and problems to stderr. Exit codes: 0 yes, 1 the honest answer is no, 2 usage, 3 unreadable input,
4 no right or key, 5 environment (and 130 when stopped with Ctrl-C).

Files in reading order: ``root.py`` (the command, and whatever may go wrong), ``answer.py`` (an answer for people and for programs), ``usage.py`` (a command that cannot be understood),
``labels.py`` (the words around it), ``verb.py`` (what every verb has in common), ``target.py`` and ``question.py`` (the case, instant and
agreement a question is about), then the verbs: ``deal.py`` with ``deal_check.py``, ``deal_read.py``, ``deal_ask.py``, ``explanation.py``,
``deal_stand.py`` and ``deal_readings.py``; ``case.py``, ``status.py``, ``demo.py`` with ``demo_movement.py``, ``help.py``; ``progress.py`` (one line while it works); and those of other rooms, one file each.

Left out on purpose: any opinion. Sentences come from the rooms; this one asks and prints. Rooms are imported when a verb runs.
"""

from safeconduct.cli.root import Root

main = Root(
    "safeconduct",
    {
        "case": ("safeconduct.cli.case:case", "Make a case folder, add what happened, import counts."),
        "deal": ("safeconduct.cli.deal:deal", "Read an agreement, check it, ask what it commits anyone to."),
        "record": ("safeconduct.cli.record:record", "Keep a signed record; check one without trusting anybody."),
        "demo": ("safeconduct.cli.demo:demo", "Show the main job on a real case, computed while you look."),
        "movement": ("safeconduct.cli.movement:movement", "Plan the convoys, prove it, price mistrust, say the odds."),
        "help": ("safeconduct.cli.help:help_", "Explain a problem code; without one, list them all."),
        "status": ("safeconduct.cli.status:status", "Say how a case stands: who is waited on, what is due, what changed."),
    },
)

__all__ = ["main"]
