"""The problem codes of this room."""

from safeconduct.errors import register

NOT_FOUND = register(
    "case/not-found",
    "no such file, folder or shipped case",
    "A case is a folder with agreement files in it, a single agreement file whose name ends in .deal.md, or the name of a case that "
    "is shipped with the program, such as aleppo-2016. A file of your own is found before a shipped case of the same name.",
)
EMPTY = register(
    "case/no-agreement",
    "a folder without an agreement",
    "A case folder holds at least one file whose name ends in .deal.md. `safeconduct case new FOLDER` makes one.",
)
SETTINGS = register(
    "case/settings",
    "case.toml is wrong",
    "case.toml names the deal, the agreement files in order of time, the history file and the title of the case. It may be left out; "
    "then the agreement files are taken in the order of their names.",
)
HISTORY = register(
    "case/history",
    "a line of the history that cannot be read",
    "history.jsonl holds one JSON object on each line, in UTF-8. The message names the line, and the column where reading stopped.",
)
ENTRY = register(
    "case/entry",
    "an entry that does not fit its type or its agreement",
    "Each entry has an id of its own, the id of the deal, a type, an actor, when it happened and when it was recorded; what its body "
    "may hold depends on the type. Actors, acts, events, states and places are words of the agreements or of case.toml.",
)
MISSING = register(
    "case/missing",
    "something an entry needs was not given",
    "On a terminal the program asks for it. In a pipe it never asks: it lists everything that is missing at once, as the options to "
    "type, so that a script cannot hang.",
)
COUNTS = register(
    "case/counts",
    "a row of counts that cannot be imported",
    "A CSV of counts has the columns observed_on, metric, value, source and confidence, and may have case, time, side_or_place, "
    "value_high, cumulative and note. Confidence C is refused: an unconfirmed figure is not evidence. Nothing is imported until "
    "every row reads.",
)
EXISTS = register(
    "case/exists",
    "the place is taken",
    "A new case is made in a folder that does not exist yet or is empty, so that nothing of yours is overwritten.",
)
DISK = register(
    "case/disk",
    "the machine could not read or write",
    "Files are written whole to a temporary file in the same folder and then renamed, so whatever went wrong, the old file is still "
    "as it was.",
)
CHANGED = register(
    "case/changed",
    "the file changed while it was being added to",
    "Somebody else wrote to the same file between reading and writing. Nothing was written, so that their entry is not lost; try again.",
)
SHIPPED = register(
    "case/shipped",
    "a shipped case cannot be changed",
    "The cases that come with the program are examples for everybody. Copy the folder, and change the copy.",
)
NO_AGREEMENT_YET = register(
    "case/no-agreement-yet",
    "nothing had been agreed or offered at that instant",
    "A question about promises needs a text that stood at the instant asked about. The message says from when the first one stands.",
)
MOVEMENT = register(
    "case/movement",
    "a movement that does not fit its agreement",
    "movement.toml says which groups and places the words of the agreement stand for, and may add what the text leaves open. It may "
    "not replace what a clause says, and it may not call a protection established: clauses and entries do that.",
)
TWO_HISTORIES = register(
    "case/two-histories",
    "a history and a record that differ",
    "A case keeps what happened in history.jsonl or in a signed record. Both may be there when they say the same, entry by entry; where "
    "they differ, nobody could say from which of them an answer was computed.",
)
OTHER_RECORD = register(
    "case/other-record",
    "a record of another deal",
    "The name of a record ends in the id of its deal, as record.example/harbour does for the deal harbour. So nobody takes the record of one "
    "deal for that of another.",
)
SIGNED = register(
    "case/signed",
    "entries of this case are signed",
    "The history of this case is a signed record. An entry gets into it by being signed by its author, with `safeconduct record add`, and "
    "not by writing into a file.",
)
