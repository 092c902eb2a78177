"""The wordings of a language as an LALR(1) grammar, and sentences as trees.

LALR(1) is a promise to the reader: the tables are built without conflict, so no sentence has two readings *of its grammar*. The
parse of a sentence depends only on its skeleton (the words, and the kinds of its nouns and figures), so a parse is kept as a
plan that builds the tree of any sentence with that skeleton.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lark import Lark, Tree
from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer as LarkLexer

from safeconduct.deal import tree
from safeconduct.deal.language.forms import (
    CATEGORIES,
    NODE_BY_NAME,
    Agreeing,
    FieldType,
    Forms,
    Slot,
    Wording,
    Words,
    field_types,
    node_name,
)
from safeconduct.deal.language.lexer import Lexer, Token


class DoesNotParse(Exception):
    """No form fits; ``index`` is the token at which the last one failed, ``expected`` what could have stood there."""

    def __init__(self, index: int, expected: frozenset[str]) -> None:
        super().__init__(f"token {index}")
        self.index, self.expected = index, expected


class NestsTooDeep(Exception):
    """A sentence within a sentence within a sentence, further than anyone can follow; no real clause comes near."""

    most = 60
    """Parts of a sentence inside each other; Python itself ends at 200 brackets."""


@dataclass(slots=True)
class Grammar:
    """The parser of one language.

    Arguments:
        forms: its wordings.
        lexer: its lexer, used on the wordings too, so that both sides cut words alike.
    """

    forms: Forms
    lexer: Lexer
    _terminals: dict[str, str] = field(default_factory=dict)
    _rules: list[str] = field(default_factory=list)
    _lists: dict[str, str] = field(default_factory=dict)
    _nouns: dict[tuple[str, ...], str] = field(default_factory=dict)
    _parser: Lark = field(init=False)

    def __post_init__(self) -> None:
        for category in CATEGORIES:
            kinds = [kind for kind in NODE_BY_NAME.values() if kind.__bases__ == (category,)]
            alternatives = [rule for kind in kinds for rule in self._alternatives(kind)]
            self._rules.append(f"{node_name(category)}: " + "\n  | ".join(alternatives))
        declared = [*self._terminals.values(), *_LEAF_TERMINALS]
        text = "\n".join(["start: sentence", *self._rules, "%declare " + " ".join(dict.fromkeys(declared))])
        self._parser = Lark(text, parser="lalr", lexer=_Given, maybe_placeholders=False)

    def plan(self, tokens: Sequence[Token]) -> Plan:
        """Return how to build the tree of any sentence of this skeleton.

        Raises: DoesNotParse, NestsTooDeep.
        Cost: one LALR(1) parse, in Python about 20 microseconds a token.
        """
        given = [LarkToken(self._terminal_of(token), index) for index, token in enumerate(tokens)]
        try:
            parsed = self._parser.parse(given)
        except UnexpectedToken as wrong:
            index = wrong.token.value if isinstance(wrong.token.value, int) else len(tokens)
            raise DoesNotParse(index, self._expected(given[:index])) from None
        except UnexpectedInput:
            raise DoesNotParse(len(tokens), frozenset()) from None
        sentence = parsed.children[0]
        assert isinstance(sentence, Tree)
        return _plan(sentence, self.forms)

    def _terminal_of(self, token: Token) -> str:
        if token.type in _LEAF_TERMINALS:
            return token.type
        return self._terminals.get(token.type, "_UNLISTED")

    def _expected(self, given: Sequence[LarkToken]) -> frozenset[str]:
        """Return all that may follow some tokens: the parser's own answer leaves out what it has already given up."""
        parser = self._parser.parse_interactive()
        for token in given:
            parser.feed_token(token)
        accepted: set[str] = parser.accepts()  # type: ignore[no-untyped-call]
        return frozenset(self._readable(accepted))

    def _readable(self, terminals: set[str]) -> Iterator[str]:
        names = {name: word for word, name in self._terminals.items()}
        for terminal in terminals:
            yield names.get(terminal) or f"[{terminal.lower()}]"

    # --- the grammar text ---

    def _alternatives(self, kind: type[tree.Node]) -> Iterator[str]:
        for number, wording in enumerate(self.forms.wordings[kind]):
            yield f"{self._sequence(kind, wording)} -> {node_name(kind)}__{number}"

    def _sequence(self, kind: type[tree.Node], wording: Wording) -> str:
        symbols: list[str] = []
        for piece in wording:
            if isinstance(piece, Slot):
                symbols.append(self._slot(piece.name, field_types(kind)[piece.name]))
            elif isinstance(piece, Agreeing):
                symbols.append(self._word(piece.base))
            elif isinstance(piece, Words):
                symbols += [self._word(token.type) for token in self.lexer.tokens(piece.text, {})]
        return " ".join(symbols)

    def _word(self, base: str) -> str:
        return self._terminals.setdefault(base, f"_W{len(self._terminals)}")

    def _slot(self, name: str, type_: FieldType) -> str:
        inner = self._leaf(type_)
        if not type_.many:
            return inner
        join = self.forms.joins[name]
        rule = f"list_{name}_{inner.lower()}"
        if rule not in self._lists:
            self._lists[rule] = rule
            self._rules.append(f"{rule}: {self._list_body(rule, inner, join, name)}")
        return rule

    def _list_body(self, rule: str, inner: str, join: str, name: str) -> str:
        if name == "items":
            separator = self._word(";")
            return f"LETTER {inner} | {rule} {separator} LETTER {inner}"
        if not join:
            return f"| {rule} {inner}"
        separators = " ".join(self._word(token.type) for token in self.lexer.tokens(join, {}))
        if name == "clauses":  # two at least: one clause has a wording of its own
            return f"{inner} {separators} {inner} | {rule} {separators} {inner}"
        return f"{inner} | {rule} {separators} {inner}"

    def _leaf(self, type_: FieldType) -> str:
        if type_.category is not None:
            if type_.category in CATEGORIES:
                return node_name(type_.category)
            return self._one_node(type_.category)
        if type_.kinds:
            return self._noun(type_.kinds)
        return "clause_id" if type_.token == "CLAUSE" else type_.token

    def _one_node(self, kind: type[tree.Node]) -> str:
        """A slot that takes exactly one node shares that node's alternatives."""
        rule = f"only_{node_name(kind)}"
        if rule not in self._lists:
            self._lists[rule] = rule
            self._rules.append(f"{rule}: " + "\n  | ".join(self._alternatives(kind)))
        return rule

    def _noun(self, kinds: tuple[str, ...]) -> str:
        if not self._nouns:
            self._rules.append("clause_id: CLAUSE | NUMBER")
        rule = self._nouns.setdefault(kinds, f"noun_{len(self._nouns)}")
        body = f"{rule}: " + " | ".join(kind.upper() for kind in kinds)
        if body not in self._rules:
            self._rules.append(body)
        return rule


_LEAF_TERMINALS = frozenset(
    "PARTY GROUP BODY ACT EVENT STATE THING DOCUMENT PLACE TEXT NUMBER DATE CLAUSE DIGEST QUOTED LETTER _UNLISTED".split()
)


class _Given(LarkLexer):
    """Hands Lark the tokens that our lexer made."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[LarkToken]:
        yield from lexer_state.text if hasattr(lexer_state, "text") else lexer_state


Plan = Callable[[Sequence[str | int]], tree.Sentence]
"""Makes the tree of a sentence from the values of its tokens."""


def _plan(sentence: Tree[LarkToken], forms: Forms) -> Plan:
    """Put the parse into one expression over the values ``v``, such as ``Statement((), One(v[0]), …)``, and compile it.

    Every sentence of a long agreement is built by it, and walking a description of the tree took more than twice as long
    (``bench/RESULTS.md``). The expression holds class names of the tree and positions, never a word of the sentence.
    """
    plan: Plan = eval(f"lambda v: {_node(sentence, forms, 1)}", dict(_CLASSES))  # noqa: S307
    return plan


_CLASSES: Mapping[str, Any] = {**{kind.__name__: kind for kind in NODE_BY_NAME.values()}, "__builtins__": {"str": str}}


def _node(parsed: Tree[LarkToken], forms: Forms, depth: int) -> str:
    if depth > NestsTooDeep.most:
        raise NestsTooDeep
    name, _, number = str(parsed.data).rpartition("__")
    kind = NODE_BY_NAME[name]
    slots = [piece.name for piece in forms.wordings[kind][int(number)] if isinstance(piece, Slot)]
    given = dict(zip(slots, (_part(child, forms, depth) for child in parsed.children), strict=True))
    parts = [given.get(field, "()" if type_.many else "None") for field, type_ in field_types(kind).items()]
    return f"{kind.__name__}({', '.join(parts)})"


def _part(child: Any, forms: Forms, depth: int) -> str:
    if isinstance(child, LarkToken):
        return f"v[{int(child.value)}]"
    data = str(child.data)
    if data.startswith("list_"):
        return f"({''.join(part + ',' for part in _flatten(child, forms, depth))})"
    if data == "clause_id":  # a clause number may look like a plain figure (``clauses 2 to 4``)
        return f"str(v[{int(child.children[0].value)}])"
    if data.startswith("noun_"):
        return f"v[{int(child.children[0].value)}]"
    return _node(child, forms, depth + 1)


def _flatten(parsed: Tree[LarkToken], forms: Forms, depth: int) -> Iterator[str]:
    for child in parsed.children:
        if isinstance(child, LarkToken) and child.type == "LETTER":
            continue
        if isinstance(child, Tree) and child.data == parsed.data:
            yield from _flatten(child, forms, depth)
        else:
            yield _part(child, forms, depth)
