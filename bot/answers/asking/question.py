"""A question taken apart: what kind of answer it asks for, and what must be told about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.answers.asking.nouns import (
    ORGANISATION_NOUNS,
    PLACE_NOUNS,
    QUANTITY_NOUNS,
    TIME_NOUNS,
    VERBS,
    is_person,
)
from bot.query.synonyms import Phrase, load_synonyms
from bot.query.words import spans_of
from bot.query.words import stem as stem_of
from bot.words import STOP_WORDS

MAX_TERMS = 24
"""A longer question is understood by its first words."""
MAX_WORDS = 80
HEAD_WITHIN = 5
"""Words after "which", among which the noun stands that says what is asked for."""


class Kind(Enum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    COUNT = "how many"
    LENGTH = "how long"
    WHAT = "what"
    WHY = "why"
    HOW = "how"


class Place(Enum):
    """Where the one asked for stands by the verb."""

    AGENT = "agent"
    """Does it: "who sold the boat"."""
    PATIENT = "patient"
    """Has it done to: "whom did the mayor dismiss"."""
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a question that the evidence should tell, too."""

    words: tuple[str, ...]
    """As typed: lower case, without accents."""
    stems: Phrase
    capital: bool
    """Whether it was written like a name."""
    is_head: bool = False
    """Whether it is the noun that is asked for: "which *judge*"."""
    is_bound: bool = False
    """Whether it is in, of or at it that something is asked: "the mayor *of Lowmoor*"."""
    is_verb: bool = False
    """Whether it may be the verb, by what it is and what stands before it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, and the terms by which its answer is found."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    head: str | None
    """The stem of the noun that says what is asked for."""
    place: Place
    wants: str
    """For a number "money", "age", "distance", "size", "much" or "count"; for who "person" or "organisation".

    For what "named", where a name is asked for; else ""."""


_FILLER = frozenset(
    """
    who whom whose what which when where why how much many is are was were be been being am do does did
    done doing will would shall should can could may might must has have had having s t re ve ll d m the
    a an this that these those there here it its he she his her him they them their we us our you your i
    me my and or but if so of in on at to from by for with about into onto upon as than then not no hey
    hi hello please ok okay just really actually exactly ever even also too very quite til till get gets
    got getting let lets whats whos wheres whens hows tell name named names called say said says thing
    things happen happened happens due supposed planned going go happening out up down off over after
    before during between against under through while because till some any all each every other thank
    thanks joke
    """.split()
)
"""Words that tell nothing of what is asked about; a phrase of the table of synonyms may have them."""

_MEASURES = frozenset("long old far tall high deep wide fast heavy big large".split())
"""What is asked with them is not told with them: "how old", "how long"."""
_UNSAID = {Kind.COUNT: _MEASURES, Kind.LENGTH: _MEASURES | {"last", "lasts", "lasted", "take", "takes"}}
_UNTOLD_HEADS = TIME_NOUNS | frozenset(stem_of(word) for word in "person place number amount sum".split())

_SPELT = (
    (re.compile(r"\b(what|who|where|when|how|why)['’]?s\b", re.I), r"\1 is"),
    (re.compile(r"\b(what|who|where|when|how|why)['’]re\b", re.I), r"\1 are"),
    (re.compile(r"\bhow come\b", re.I), "why"),
    (re.compile(r"\b(?:end(?:ed|s|ing)?|w[io]und(?:s|ing)?) up\b", re.I), " "),
)
_NAME_OF = re.compile(r"\b(?:what|which) (?:is|are|was|were) the (?:\w+ )?names? of\b", re.I)
_PATTERNS = (
    (
        Kind.LENGTH,
        "",
        re.compile(r"\b(?:for )?how (?:long|many (?:years|months|weeks|days|hours|minutes))\b", re.I),
    ),
    (Kind.COUNT, "age", re.compile(r"\bhow old\b|\b(?:what|which) (?:is \w+ )?age\b", re.I)),
    (Kind.COUNT, "distance", re.compile(r"\bhow (?:far|tall|high|deep|wide|fast|heavy)\b", re.I)),
    (Kind.COUNT, "size", re.compile(r"\bhow (?:big|large|hot|cold|strong|powerful)\b", re.I)),
    (Kind.COUNT, "much", re.compile(r"\bhow (?:much|expensive)\b", re.I)),
    (
        Kind.COUNT,
        "money",
        re.compile(
            r"\bwhat (?:does|do|did|would|will) (?:(?!you\b)[\w’'-]+ ){1,6}(?:cost|fetch|earn|owe)\b", re.I
        ),
    ),
    (Kind.COUNT, "count", re.compile(r"\bhow (?:many|often|few)\b", re.I)),
)
_COURTESY = re.compile(
    r"\s*(?:(?:can|could|would|will) (?:you|somebody|someone|anybody|anyone)|please|tell me|do you know"
    r"|i wonder|i(?:['’]d| would) (?:like|love) to know)\b[^?]*?\b"
    r"(?=(?:who|whom|whose|when|where|why|how|what|which)\b)",
    re.I,
)
"""What comes before the question itself, to be polite."""
_WH = re.compile(r"\b(who|whom|whose|when|where|why|how|what|which)\b", re.I)
_MONEY_WORDS = frozenset(
    """
    cost pay paid price spend spent salary earn owe fine worth charge sell sold buy bought ransom demand prize
    money bill sum wage fee fare budget fund dollar fund deficit debt donate raise invest
    """.split()
)
_BEFORE_OTHERS = frozenset("of in at from for that who on onto into by with to".split())
_COUNTED_NOUNS = frozenset(stem_of(word) for word in "number total toll attendance audience turnout".split())
_BEFORE_NOUNS = frozenset("the a an this that his her its their our my your new old of in at for".split())
_BINDING = frozenset("of in at".split())
_AUXILIARIES = frozenset(
    "is are was were did does do will would has have had can could should must may might be".split()
)
_OPENINGS = [[word] for word in sorted(_AUXILIARIES)]


def key_of(question: Question, names: Sequence[bool]) -> int | None:
    """Return which term says what was done: "who *won* the cup", "when was the line *founded*".

    `names` says which terms are names. None when there is no such term.
    """
    told = [
        index
        for index, term in enumerate(question.terms)
        if not names[index] and not term.is_head and not term.stems[0].isdigit()
    ]
    if not told:
        return next((index for index, term in enumerate(question.terms) if term.is_head), None)
    verbs = [index for index in told if question.terms[index].is_verb]
    if question.place is Place.AGENT:
        return (verbs or told)[0]
    subject = names.index(True) if any(names) else told[0]
    after = [index for index in verbs if index > subject] or verbs
    if not after:
        return told[-1]
    # of words side by side the last is what was done: "when did the ferry *strike begin*"
    key = after[0]
    while key + 1 in after:
        key += 1
    return key


def parse_question(text: str, meant: Mapping[str, str] | None = None) -> Question:
    """Return the question taken apart; one without a telling word has no terms.

    `meant` has the right spelling of misspelt words, both as they are compared.
    """
    text = _COURTESY.sub("", text, count=1) if _COURTESY.match(text) else text
    for pattern, written in _SPELT:
        text = pattern.sub(written, text)
    words = []
    for start, end, word, stem in spans_of(text):
        right = meant.get(word) if meant else None
        words.append((right or word, stem_of(right) if right else stem, text[start:end]))
    words = words[:MAX_WORDS]
    plain = [word for word, _, _ in words]
    kind, wants, head = _kind(text, words)
    terms = _terms(words, head, _UNSAID.get(kind, frozenset()))
    # one word that asks nothing is no question
    asks = _WH.search(text) is not None or plain[:1] in _OPENINGS or len(terms) > 1
    return Question(
        text=text,
        kind=kind,
        terms=terms if asks else (),
        head=head,
        place=_place(plain) if kind is Kind.WHO else Place.EITHER,
        wants=wants,
    )


def _kind(text: str, words: Sequence[tuple[str, str, str]]) -> tuple[Kind, str, str | None]:
    """Return what is asked for: the kind, what it narrows to, and the noun that says so."""
    for kind, wants, pattern in _PATTERNS:
        if found := pattern.search(text):
            head = _counted(text[found.end() :]) if wants in {"count", "much"} else None
            return kind, _measured(wants, words), head
    first = _WH.search(text)
    word = first[1].lower() if first else ""
    if first is not None and word in {"who", "whom", "whose"}:
        return Kind.WHO, "", _role_asked_for(text[first.end() :])
    if word in {"when", "where", "why"}:
        return Kind(word), "", None
    if word == "how":
        return Kind.HOW, "", None
    if first is None:
        return Kind.WHAT, "", None
    named = _NAME_OF.search(text)
    rest = text[named.end() if named else first.end() :]
    after = [
        # a name is no noun that says what is asked for: "Skerry *Head*"
        (each, "" if rest[start].isupper() and (stem,) not in load_synonyms().countries else stem)
        for start, _, each, stem in spans_of(rest)
    ]
    return _by_head(after[: HEAD_WITHIN + 2 * bool(named)])


def _by_head(after: Sequence[tuple[str, str]]) -> tuple[Kind, str, str | None]:
    """Return what "which …" and "what is the …" ask for, by the first noun that says so."""
    if after and after[0][0] in _AUXILIARIES - {"is", "are", "was", "were"}:
        return Kind.WHAT, "", None
    if after and after[0][1] in VERBS and after[0][0].endswith("ed"):
        return Kind.WHAT, "", None  # "what *toppled* onto the office"
    for at, (word, stem) in enumerate(after):
        if word in _AUXILIARIES and at > 0:
            break  # "what *breed* does": what stands before the verb is asked for
        if word in _BEFORE_OTHERS:
            break
        following, following_stem = after[at + 1] if at + 1 < len(after) else ("", "")
        if following_stem and is_person(following):
            continue  # "union president", "district judge"
        if stem in TIME_NOUNS:
            return Kind.WHEN, "", stem
        if stem and is_person(word):
            return Kind.WHO, "person", stem
        if stem in QUANTITY_NOUNS:
            return Kind.COUNT, "much" if stem not in _COUNTED_NOUNS else "count", stem
        if at == 0 and following in _AUXILIARIES and (stem,) in load_synonyms().countries:
            return Kind.WHO, "person", stem  # "which *American* did"
        if stem in PLACE_NOUNS:
            return Kind.WHERE, "", stem
        if stem in ORGANISATION_NOUNS:
            return Kind.WHO, "organisation", stem
    head = next((stem for word, stem in after if stem and word not in _FILLER | STOP_WORDS), None)
    direct = bool(after) and after[0][0] not in _AUXILIARIES
    return Kind.WHAT, "named" if direct else "", head


def _role_asked_for(after: str) -> str | None:
    """Return the stem of the noun for whom "who is the …" asks: "the team *captain* deciding"."""
    words = [(word, stem) for _, _, word, stem in spans_of(after)][: HEAD_WITHIN + 2]
    if not words or words[0][0] not in {"is", "are", "was", "were"}:
        return None
    for at, (word, stem) in enumerate(words):
        if word in {"of", "in", "at", "that", "who", "behind", "for"}:
            return None
        if is_person(word) and not (at + 1 < len(words) and is_person(words[at + 1][0])):
            return stem
    return None


def _counted(after: str) -> str | None:
    """Return the stem of the noun that is counted: "how many *copies* of …"."""
    words = list(spans_of(after))[:4]
    chosen = None
    for _, _, word, stem in words:
        if word in _AUXILIARIES or word in _FILLER:
            break
        chosen = stem
        if is_person(word):
            break
    return chosen


def _measured(wants: str, words: Sequence[tuple[str, str, str]]) -> str:
    """Return "money" where it is money that is asked for."""
    if wants == "much" and any(word in _MONEY_WORDS or stem in _MONEY_WORDS for word, stem, _ in words):
        return "money"
    return wants


def _terms(
    words: Sequence[tuple[str, str, str]], head: str | None, unsaid: frozenset[str]
) -> tuple[Term, ...]:
    """Return the telling words and phrases, each once, without those `unsaid`."""
    synonyms = load_synonyms()
    stems = tuple(stem for _, stem, _ in words)
    found: dict[Phrase, Term] = {}
    at = 0
    while at < len(words) and len(found) < MAX_TERMS:
        phrase = synonyms.phrase_at(stems, at)
        typed = words[at : at + len(phrase)]
        before = words[at - 1][0] if at else ""
        at += len(phrase)
        if len(phrase) == 1:
            word, stem, _ = typed[0]
            if word in _FILLER or (word in STOP_WORDS and phrase not in synonyms.near) or len(word) < 2:
                continue
            if word in unsaid or (stem in _UNTOLD_HEADS and stem == head):
                continue
        elif all(word in _FILLER for word, _, _ in typed):
            continue
        capital = any(written[:1].isupper() for _, _, written in typed) and at > len(phrase)
        found.setdefault(
            phrase,
            Term(
                tuple(word for word, _, _ in typed),
                phrase,
                capital,
                is_head=head in phrase,
                is_bound=before in _BINDING,
                is_verb=any(stem in VERBS for stem in phrase) and before not in _BEFORE_NOUNS,
            ),
        )
    return tuple(found.values())


def _place(words: Sequence[str]) -> Place:
    """Return where the one asked for stands: after "who" a verb follows, or "did" somebody else."""
    for at, word in enumerate(words):
        if word == "whom":
            return Place.PATIENT
        if word in {"who", "which", "what"}:
            rest = words[at + 1 : at + 2 + HEAD_WITHIN]
            if not rest:
                return Place.EITHER
            if word == "who" and rest[0] in {"did", "does", "do"}:
                return Place.PATIENT
            if word == "who" and rest[0] in {"is", "are", "was", "were", "will", "has", "have", "had"}:
                return Place.EITHER
            if any(each in {"did", "does", "do"} for each in rest):
                return Place.PATIENT
            return Place.AGENT
    return Place.EITHER
