"""What in a sentence may be the answer: names, numbers, places, days, or what the sentence says."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.asking.belonging import ELSEWHERE, belonging
from bot.answers.asking.matching import ArticleMatch, Matches
from bot.answers.asking.numbers import numbers
from bot.answers.asking.question import Kind
from bot.models import Entity, Precision
from bot.names import name_words
from bot.query.related import load_related
from bot.query.words import stem

ORGANISATION_FIT = 0.8
"""Asked who, an organisation may be meant; asked for a person, hardly."""
PHRASE_FIT = 0.5
"""Of a place that the reader does not know as one: "in the Spanish Lakes village"."""
SMALL_PLACE_FIT = 0.25
"""Of a place that is no name: "beside the boiler"."""
MOST_OF_A_NAME = 7
"""Words; what is quoted and longer is no title."""
SUBJECT_WITHIN = 4
"""Tokens of a sentence among which its subject stands, where it is "she"."""
BESIDE = 4
"""Tokens between a name and the noun that says what it is: "the union president, Harold"."""

PRECISION_FIT: dict[Precision, float] = {"day": 1.0, "month": 0.8, "year": 0.6}
REPORTED_FIT = 0.5
"""Of the day in "said on Thursday": it dates the saying, not what was said."""

_PRONOUNS = frozenset("he she his her him".split())
_NAMED_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]n|[Oo]ff|[Ff]rom|[Tt]o|[Tt]hrough|[Aa]cross|[Oo]utside|[Aa]round)\s+"
    r"(?P<place>(?:the\s+)?(?:[A-Z][\w.’'-]*\s?(?:of\s(?:the\s)?)?)+)"
)
_SMALL_PLACE = re.compile(
    r"\b(?P<place>(?:in|at|near|beside|behind|under|inside|outside|aboard|on|above|below|from)\s"
    r"(?:the|a|an|his|her|their|its)\s(?:[a-z’'-]+\s?){1,3})"
)
_WHY = re.compile(
    r"\b(?:because|in order to|so that|due to|owing to|on charges of|on the grounds|for fear|feared|over its|"
    r"to protest|as a result of|after|saying|since|so as to|which is why|in protest)\b[^.;]*",
    re.I,
)
_HOW = re.compile(r"\b(?:by [\w-]+ing|with (?:a|an|the)|using|through|thanks to|by means of)\b[^.;,]*", re.I)
_TITLE = re.compile(
    r"[“\"]([^“”\"]{2,60}?)[,.]?[”\"]|((?:[A-Z][\w’'-]*|\d+)(?:(?: of| the| and| in|-)? ?[A-Z][\w’'-]*)*)"
)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_DURATION = re.compile(r"PT?\d")
_SAYING = re.compile(
    r"\b(?:said|says|told (?:\w+ ){1,3}|announced|reported|warned|promised|added|declared|argued)"
    r"\s+(?:late |early )?(?:on |in )?$",
    re.I,
)
_LIMIT = re.compile(r"\b(?:until|till|by|before|no later than|due)\s+(?:the\s)?$", re.I)
_LIMIT_ASKED = re.compile(r"\b(?:deadline|last day|until|till?|how long|latest|by when)\b", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that a sentence may give."""

    match: ArticleMatch
    sentence: int
    text: str | None
    """What would be shown; None where the sentence itself is the answer."""
    span: tuple[int, int] | None
    """Where it stands in the sentence."""
    fit: float
    """0 to 1: how well it is of the kind asked for."""
    focus: float = 0.0
    """0 to 1: how surely it is the noun that was asked for: "which *judge*", "how many *copies*"."""
    role: str | None = None
    day: date | None = None
    precision: Precision = "day"
    before: int | None = None
    """The sentence before it that has the name, where this one has "she"."""
    beside: float = 0.0
    """1 where a word beside it says that it is this that was asked, -1 where it says that it is not."""


def candidates(matches: Matches, match: ArticleMatch, sentence: int) -> Iterator[Candidate]:
    """Yield the answers that a sentence may give."""
    kind = matches.question.kind
    if kind is Kind.WHO:
        yield from _people(matches, match, sentence)
    elif kind is Kind.WHERE:
        yield from _places(matches, match, sentence)
    elif kind is Kind.COUNT:
        yield from _counts(matches, match, sentence)
    elif kind is Kind.LENGTH:
        yield from _lengths(matches, match, sentence)
        yield from _days(matches, match, sentence)
    elif kind is Kind.WHEN:
        yield from _days(matches, match, sentence)
    else:
        yield _said(matches, match, sentence)


# --- who and where -----------------------------------------------------------------------------------------


def _people(matches: Matches, match: ArticleMatch, sentence: int) -> Iterator[Candidate]:
    wants = matches.question.wants
    asked = _asked(matches)
    people = False
    for entity, start, end in _mentioned(match, sentence):
        people = people or entity.kind == "person"
        if entity.kind == "place" or _is_asked(entity, asked):
            continue
        person_fit, organisation_fit = {
            "person": (1.0, 0.1),
            "organisation": (0.1, 1.0),
        }.get(wants, (1.0, ORGANISATION_FIT))
        fit = person_fit if entity.kind == "person" else organisation_fit
        yield Candidate(
            match,
            sentence,
            entity.name,
            (start, end),
            fit=fit * belonging(matches, entity),
            focus=_focus(matches, match, sentence, entity, (start, end)),
            role=entity.role,
        )
    if not people and wants != "organisation":
        yield from _by_pronoun(matches, match, sentence, asked)


def _by_pronoun(
    matches: Matches, match: ArticleMatch, sentence: int, asked: frozenset[str]
) -> Iterator[Candidate]:
    """Yield whom the sentences before name, where this one has "she"."""
    tokens = match.read.sentences[sentence]
    quoted = match.read.text(sentence)[:1] in {'"', "“"}
    first = () if quoted else tokens[:SUBJECT_WITHIN]
    pronoun = next((token for token in first if token.word in _PRONOUNS), None)
    if pronoun is None:
        return
    for before in range(sentence - 1, max(-1, sentence - 3), -1):
        named = [each for each in _mentioned(match, before) if each[0].kind == "person"]
        if not named:
            continue
        for entity, start, end in named[:2]:
            if not _is_asked(entity, asked):
                yield Candidate(
                    match,
                    sentence,
                    entity.name,
                    (pronoun.start, pronoun.end),
                    fit=belonging(matches, entity),
                    focus=_focus(matches, match, before, entity, (start, end)),
                    role=entity.role,
                    before=before,
                )
        return


def _mentioned(match: ArticleMatch, sentence: int) -> Iterator[tuple[Entity, int, int]]:
    article = match.read.stored.article
    offset = article.sentences[sentence].start
    for index, mention in match.read.mentions.get(sentence, ()):
        yield article.entities[index], mention.start - offset, mention.end - offset


def _asked(matches: Matches) -> frozenset[str]:
    return frozenset(word for term in matches.question.terms for word in term.words)


@functools.lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(name_words(name))


def _is_asked(entity: Entity, asked: frozenset[str]) -> bool:
    """Return whether the question itself names the entity: that is not its answer."""
    words = _words_of(entity.name)
    if entity.kind == "person":
        return bool(words) and words[-1] in asked
    return 2 * sum(word in asked for word in words) >= len(words)


def _focus(
    matches: Matches, match: ArticleMatch, sentence: int, entity: Entity, span: tuple[int, int]
) -> float:
    """Return how surely somebody is the "president" or "judge" that was asked for, by role and neighbours."""
    best = 0.0
    for index, weighed in enumerate(matches.terms):
        if not weighed.term.is_head:
            continue
        if entity.role and set(weighed.term.stems) & {stem(word) for word in name_words(entity.role)}:
            best = 1.0
        elif entity.role:
            related = [load_related().of(each) for each in weighed.term.stems]
            roles = [stem(word) for word in name_words(entity.role)]
            best = max(best, *(each.get(role, 0.0) for each in related for role in roles))
        tokens = match.read.sentences[sentence]
        first = next((at for at, token in enumerate(tokens) if token.end > span[0]), 0)
        last = next((at for at, token in enumerate(tokens) if token.end >= span[1]), first)
        for hit in (*match.hits[index].get(sentence, ()), *match.related[index].get(sentence, ())):
            if max(first - hit.position, hit.position - last) <= BESIDE:
                best = max(best, hit.nearness)
        if entity.role:
            role = name_words(entity.role)
            stands = [hit for hits in match.hits[index].values() for hit in hits]
            if stands and any(
                match.read.sentences[number][hit.position].word in role
                for number, hits in match.hits[index].items()
                if number >= 0
                for hit in hits
            ):
                best = max(best, 0.7)
    return best


def _places(matches: Matches, match: ArticleMatch, sentence: int) -> Iterator[Candidate]:
    asked = _asked(matches)
    text = match.read.text(sentence)
    taken: list[tuple[int, int]] = []
    for entity, start, end in _mentioned(match, sentence):
        if _is_asked(entity, asked):
            taken.append((start, end))
            continue
        if entity.kind == "place":
            taken.append((start, end))
            yield Candidate(
                match,
                sentence,
                entity.name,
                (start, end),
                fit=1.0,
                focus=_focus(matches, match, sentence, entity, (start, end)),
                beside=_stands_in_place(text, start),
            )
    for pattern, fit in ((_NAMED_PLACE, PHRASE_FIT), (_SMALL_PLACE, SMALL_PLACE_FIT)):
        for found in pattern.finditer(text):
            start, end = found.span("place")
            end -= len(found["place"]) - len(found["place"].rstrip(" .,'’"))
            words = name_words(text[start:end])
            if any(start < last and first < end for first, last in taken) or asked.issuperset(words):
                continue
            if _names_a_day(match, sentence, start, end):
                continue
            yield Candidate(match, sentence, text[start:end], (start, end), fit=fit, beside=1.0)


def _stands_in_place(text: str, start: int) -> float:
    before = text[:start].rstrip().rsplit(" ", 3)[-2:]
    return float(any(word.lower() in _PLACING for word in before))


_PLACING = frozenset("in at near on off from to through across outside around of".split())


def _names_a_day(match: ArticleMatch, sentence: int, start: int, end: int) -> bool:
    article = match.read.stored.article
    offset = article.sentences[sentence].start
    return any(
        each.start - offset < end and start < each.end - offset
        for each in article.dates
        if not _DURATION.match(each.value)
    )


# --- how many, how long, when ------------------------------------------------------------------------------


def _counts(matches: Matches, match: ArticleMatch, sentence: int) -> Iterator[Candidate]:
    elsewhere = ELSEWHERE if _is_elsewhere(matches, match, sentence) else 1.0
    for found in numbers(matches, match, sentence):
        if not _names_a_day(match, sentence, found.start, found.end):
            text = match.read.text(sentence)[found.start : found.end].rstrip(".,")
            span = (found.start, found.start + len(text))
            yield Candidate(match, sentence, text, span, fit=found.fit * elsewhere, focus=found.focus)


def _is_elsewhere(matches: Matches, match: ArticleMatch, sentence: int) -> bool:
    """Return whether it is asked how many there are in a place, and the sentence does not name the place."""
    return any(
        weighed.is_name and weighed.term.is_bound and not match.hits[index].get(sentence)
        for index, weighed in enumerate(matches.terms)
    )


def _lengths(matches: Matches, match: ArticleMatch, sentence: int) -> Iterator[Candidate]:
    article = match.read.stored.article
    span = article.sentences[sentence]
    text = match.read.text(sentence)
    for each in article.dates:
        if span.start <= each.start and each.end <= span.end and _DURATION.match(each.value):
            start, end = each.start - span.start, each.end - span.start
            ago = text[end : end + 5].lower().startswith((" ago", " old")) or text[end : end + 4] == "-old"
            rate = text[start:end].lower().startswith(("a ", "an ", "each ", "every ", "per "))
            yield Candidate(match, sentence, text[start:end], (start, end), fit=0.2 if ago or rate else 1.0)


def _days(matches: Matches, match: ArticleMatch, sentence: int) -> Iterator[Candidate]:
    article = match.read.stored.article
    span = article.sentences[sentence]
    text = match.read.text(sentence)
    limited = bool(_LIMIT_ASKED.search(matches.question.text))
    for each in article.dates:
        if not (span.start <= each.start and each.end <= span.end):
            continue
        dated = day_of(each.value)
        if dated is None:
            continue
        start, end = each.start - span.start, each.end - span.start
        before = text[:start]
        is_limit = bool(_LIMIT.search(before)) or text[start:end].lower().startswith(("until", "by "))
        said = bool(_SAYING.search(before))
        beside = -1.0 if said else float(limited and is_limit)
        fit = PRECISION_FIT[dated[1]] * (REPORTED_FIT if said else 1.0)
        if matches.question.kind is Kind.LENGTH:
            fit = 0.6 if is_limit or before.rstrip().endswith(" to") else 0.0
        if fit:
            yield Candidate(
                match,
                sentence,
                text[start:end],
                (start, end),
                fit,
                day=dated[0],
                precision=dated[1],
                beside=beside,
            )


def day_of(value: str) -> tuple[date, Precision] | None:
    """Return the day, or the first of the month or year, that a TIMEX3 value names."""
    try:
        if found := _DAY.match(value):
            return date(int(found[1]), int(found[2]), int(found[3])), "day"
        if found := _MONTH.fullmatch(value):
            return date(int(found[1]), int(found[2]), 1), "month"
        if _YEAR.fullmatch(value):
            return date(int(value), 1, 1), "year"
    except ValueError:
        return None
    return None


# --- what --------------------------------------------------------------------------------------------------


def _said(matches: Matches, match: ArticleMatch, sentence: int) -> Candidate:
    """Return the sentence itself, with the words that answer where they can be told."""
    text = match.read.text(sentence)
    question = matches.question
    pattern = {Kind.WHY: _WHY, Kind.HOW: _HOW}.get(question.kind)
    if pattern is not None:
        found = pattern.search(text)
        span = found.span() if found else None
        return Candidate(match, sentence, None, span, fit=1.0 if found else 0.3)
    if question.wants != "named":
        return Candidate(match, sentence, None, None, fit=1.0)
    span = _named(matches, match, sentence)
    shown = text[span[0] : span[1]] if span else None
    return Candidate(match, sentence, shown, span, fit=1.0 if span else 0.3)


def _named(matches: Matches, match: ArticleMatch, sentence: int) -> tuple[int, int] | None:
    """Return the name in a sentence that stands nearest to the noun that was asked for."""
    text, tokens = match.read.text(sentence), match.read.sentences[sentence]
    asked = _asked(matches)
    spans = []
    for found in _TITLE.finditer(text):
        start, end = found.span(1) if found[1] else found.span(2)
        words = name_words(text[start:end])
        if (start == 0 and " " not in text[start:end]) or not words or not asked.isdisjoint(words):
            continue
        is_said = found[1] is not None and not found[1][:1].isupper()
        if is_said or len(words) > MOST_OF_A_NAME or all(word.isdigit() for word in words):
            continue
        if not _names_a_day(match, sentence, start, end):
            spans.append((start, end))
    places = [
        tokens[hit.position].start
        for index, weighed in enumerate(matches.terms)
        for hit in match.hits[index].get(sentence, ())
        if weighed.term.is_head or not any(each.term.is_head for each in matches.terms)
    ]
    return _nearest(spans, places)


def _nearest(spans: Sequence[tuple[int, int]], places: Sequence[int]) -> tuple[int, int] | None:
    if not spans or not places:
        return spans[0] if len(spans) == 1 else None
    return min(spans, key=lambda span: min(abs(span[0] - place) for place in places))
