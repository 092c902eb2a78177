"""The problem codes of this room."""

from safeconduct.errors import register

ENCODING = register(
    "deal/encoding",
    "the file is not UTF-8 text",
    "An agreement is a UTF-8 text file, so that the bytes that are signed are the bytes that are read. Save it as UTF-8 and try again.",
)
SIZE = register(
    "deal/size",
    "the file is too large to be an agreement",
    "The largest agreements known hold some 2,000 clauses, well under one megabyte. A larger file is refused before it is read.",
)
FRONT_MATTER = register(
    "deal/front-matter",
    "the front matter is wrong",
    "An agreement opens with a block between two lines of ---: format, deal, title, languages, clock and day-count. Every key "
    "changes how the text is read, so unknown and missing keys are errors. Anchors, aliases and tags are refused.",
)
SECTION = register(
    "deal/section",
    "a section is missing or unknown",
    "The file has the sections Words, one for each language named in the front matter, and if wanted Sources and Commentary.",
)
WORDS_TABLE = register(
    "deal/words-table",
    "the words table is wrong",
    "Each row of the table gives a word an id, a kind, its name in each language and what shows it. Sentences can use nothing else.",
)
UNKNOWN_WORD = register(
    "deal/unknown-word",
    "a sentence uses a word that the table does not list",
    "Whatever stands in brackets must be listed under Words, under the same spelling. Other spellings are never guessed, because "
    "two parties might guess differently.",
)
WRONG_KIND = register(
    "deal/wrong-kind",
    "a word stands where a word of another kind belongs",
    "A place cannot undertake anything and a party cannot be a date. The message names the kind that the form wants.",
)
UNPARSED = register(
    "deal/unparsed",
    "a numbered sentence fits no form",
    "Everything that is numbered is executed, so a sentence that fits none of the forms is an error, never a remark. The message "
    "shows the word at which reading stopped, and the nearest form.",
)
WORDING = register(
    "deal/wording",
    "the right form, but not its exact wording",
    "There is one wording for one meaning. Articles and agreement are checked so that two spellings never hide two meanings.",
)
AMBIGUOUS = register(
    "deal/ambiguous",
    "words that have two meanings",
    "Some short wordings are read in two ways: a bare 'provided that', a mixed 'and' and 'or', 'within' without saying of what, "
    "'until' without saying whether the end belongs to it, two bearers without 'each of' or 'jointly'. Both paraphrases are shown; "
    "choose one.",
)
DUPLICATE = register(
    "deal/duplicate",
    "the same number or id twice",
    "Record entries and other clauses point at numbers and ids. Two of the same would make every pointer ambiguous.",
)
NUMBERING = register(
    "deal/numbering",
    "a clause number that cannot be read",
    "Clauses are numbered with figures and points, such as 3.1, and stand in rising order.",
)
LANGUAGES_DISAGREE = register(
    "deal/languages-disagree",
    "two language versions say different things",
    "Every language version must build the same tree, clause by clause. Both versions are shown; one of them has to change.",
)
UNMAPPED = register(
    "deal/unmapped",
    "words of the text that became nothing",
    "Nothing may be dropped: each stretch of a quoted source ends with the clause it became in braces, as in {3.1}, or with "
    "{recital}, {heading}, {signature} or {open}. Text in a language section that carries no number is refused too.",
)
DANGLING = register(
    "deal/dangling",
    "a reference to a clause that does not exist",
    "A sentence that depends on a missing clause would never come into force, silently.",
)
CIRCULAR_TIME = register(
    "deal/circular-time",
    "deadlines that wait for each other",
    "A time limit counted from an event that itself waits for the time limit can never begin to run.",
)
IMPOSSIBLE_DATE = register(
    "deal/impossible-date",
    "a date that no calendar has, or an end before its beginning",
    "Check the day, the month and the order of the two dates.",
)
OTHER_DEAL = register(
    "deal/other-deal",
    "an entry of another deal",
    "A record entry names the deal it belongs to. An entry of another deal changes nothing here and is refused.",
)
EVENT = register(
    "deal/event",
    "a record entry that cannot be read",
    "Each entry says what kind it is, who made it, when it happened and when it was recorded. The message names the field.",
)
RANGE = register(
    "deal/range",
    "a range upside down",
    "Between 8,000 and 6,000, 2 to 1 months, clauses 5 to 3: the lower end comes first. A reversed range is more likely a slip in one of "
    "the two figures than a deliberate order, so it is never turned round silently.",
)
QUANTITY = register(
    "deal/quantity",
    "a quantity that cannot be",
    "At least 3 of 2 items, more people than the whole group has, a batch larger than the lead it may take, none of something: nobody "
    "could ever do it, or nobody could ever fail to.",
)
ZERO_LENGTH = register(
    "deal/zero-length",
    "a length of time that is nothing",
    "A time limit of 0 hours is over when it begins. Write the length that was meant, or the moment itself.",
)
RANGE_END = register(
    "deal/range-end",
    "a range of clauses whose first or last one does not exist",
    "A range covers what stands between its ends. Where an end does not exist nobody knows whether the number is wrong or a clause was lost.",
)
TWO_LIMITS = register(
    "deal/two-limits",
    "one act with two time limits",
    "An act has one time limit, one beginning and one end. With two, the earlier and the later would both be claimed. Keep one, or "
    "make two clauses of it.",
)
AFTER_THE_END = register(
    "deal/after-the-end",
    "a time limit after the end of the agreement",
    "When an agreement has ended nothing in it can be late any more. Set the limit earlier, end the agreement later, or let the clause "
    "survive its end.",
)
PRECEDENCE = register(
    "deal/precedence",
    "clauses that override each other in a circle",
    "If 2 prevails over 3 and 3 over 2, each reader would follow the one that suits. Keep one direction.",
)
NOT_ESTABLISHED = register(
    "deal/not-established",
    "a body that no clause establishes",
    "A body that is given tasks must be set up by a sentence: who sits in it, who chairs it, how it decides. Until then nobody acts.",
)
UNUSED_WORD = register(
    "deal/unused-word",
    "a listed word that nothing uses",
    "What the words table lists is part of what is signed. A word that no sentence uses is a promise forgotten or a row left over.",
)
FORCED = register(
    "deal/forced-displacement",
    "the text makes all inhabitants leave",
    "A clause under which everybody of a population must leave describes forced displacement, which the law of armed conflict "
    "forbids (Geneva Convention IV, article 49; Additional Protocol II, article 17). It is refused; permit leaving and protect staying.",
)
NO_SUCH_GOAL = register(
    "deal/no-such-goal",
    "a goal that nothing in the text can reach",
    "A goal is the number of an aim, or of a clause that promises something. An aim is served by the clauses that say so: "
    "', so as to secure …'.",
)
ASSUMPTION = register(
    "deal/assumption",
    "a what-if that cannot be read",
    "An assumption names who does what in the ids of the words table, such as decides:north:leave:to=quay. It is never recorded.",
)
