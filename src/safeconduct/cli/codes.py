"""The problem codes of the command line."""

from safeconduct.errors import register

USAGE = register(
    "cli/usage",
    "a command that cannot be understood",
    "The message names the option or argument. `safeconduct --help` lists the commands, `safeconduct ROOM VERB --help` the options.",
)
UNEXPECTED = register(
    "cli/unexpected",
    "a mistake in the program",
    "Something happened that the program does not foresee. Your files are as they were. Run the same with `safeconduct --debug …` to "
    "see where it happened, and report that together with the file that caused it.",
)
NO_CODE = register(
    "cli/no-such-code",
    "a problem code that nobody uses",
    "Codes are written room/what, such as deal/unknown-word. `safeconduct help` lists them all.",
)
NO_AGREEMENT = register(
    "cli/no-such-agreement",
    "an agreement or clause that the case does not hold",
    "`--agreement` takes the file name of an agreement of the case, with or without .deal.md, or its number in order of time. A clause "
    "is named by its number, such as 3.1.",
)
NOT_A_PAIR = register(
    "cli/not-a-pair",
    "a field that is not written FIELD=VALUE",
    "Fields of an entry are typed as act=leave or clause=3.1. A value with spaces stands between quotes: text='a statement'.",
)
OUTPUT = register(
    "cli/output",
    "an answer that could not be written",
    "The disk or the stream that the answer goes to did not take it. What was printed so far is not complete; what the command did to "
    "your files is done or not done as a whole.",
)
