"""Numbers in a sentence, with what they count: money, people, copies, years of age, miles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.asking.matching import ArticleMatch, Matches
from bot.answers.asking.nouns import PEOPLE_NOUNS

AFTER = 4
"""Words after a number among which stands what it counts: "11 of the club's 19 *goals*"."""

_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_NUMBER = re.compile(
    r"(?P<money>(?:US|C|A)?[$€£¥]\s?\d(?:[\d,.]*\d)?(?:\s(?:hundred|thousand|million|billion|trillion))?"
    r"|\b\d(?:[\d,.]*\d)?(?:\s(?:million|billion|thousand))?\s(?:dollars|euros|pounds|yen|crowns|cents|pence)\b)"
    r"|(?P<percent>\b\d(?:[\d,.]*\d)?\s?(?:percent|per cent|%))"
    rf"|(?P<age>\b(?:\d{{1,3}}|(?:{_WORDS})(?:-\w+)?)(?=[-\s]years?[-\s]old))"
    r"|(?P<digits>(?<![\w-])\d(?:[\d,.]*\d)?(?:st|nd|rd|th)?(?:\s(?:hundred|thousand|million|billion|trillion))?)"
    rf"|(?P<word>\b(?:one|(?:{_WORDS})(?:-\w+)?|(?:a |several )?(?:dozens?|hundreds|thousands|millions)"
    r"|half|a third|a quarter)(?:\s(?:hundred|thousand|million|billion))?\b)",
    re.I,
)
_MEASURES = {
    "distance": re.compile(
        r"[-\s](?:miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|feet|foot|yards?|inch(?:es)?"
        r"|mph|kph|tons?|pounds|knots)\b"
    ),
    "size": re.compile(
        r"[-\s](?:square|acres?|hectares?|miles?|met(?:er|re)s?|feet|million|people|tons?"
        r"|degrees?|mph|magnitude|\w+s\b)"
    ),
    "much": re.compile(
        r"[-\s](?:\w*watt\w*(?:-hours?)?|tons?|tonnes?|lit(?:er|re)s?|gallons?|barrels?|percent|pounds)"
    ),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and how well it is what was asked for."""

    start: int
    end: int
    fit: float
    focus: float


def numbers(matches: Matches, match: ArticleMatch, sentence: int) -> Iterator[Number]:
    """Yield the numbers of a sentence that may answer."""
    text = match.read.text(sentence)
    for found in _NUMBER.finditer(text):
        if re.search(r"(?:st|nd|rd|th)$", found.group()) and found["digits"]:
            continue
        fit, focus = _fitness(matches, match, sentence, found, text)
        yield Number(found.start(), found.end(), fit, focus)


def _fitness(
    matches: Matches, match: ArticleMatch, sentence: int, found: re.Match[str], text: str
) -> tuple[float, float]:
    question = matches.question
    after = text[found.end() :]
    if question.wants == "money":
        return (1.0, 0.5) if found["money"] else (0.15, 0.0)
    if question.wants == "age":
        return _age(found, after, text), 0.0
    counted = _counted(matches, match, sentence, found.end())
    if question.wants == "count":
        if found["money"]:
            return 0.1, counted
        return (0.5 if found["percent"] else 1.0), counted
    measured = _MEASURES.get(question.wants)
    if measured is not None and (measured.match(after) or (question.wants == "much" and found["money"])):
        return 1.0, counted
    if question.wants == "much":
        return (0.8 if found["percent"] else 0.5), counted
    return 0.4, counted


def _age(found: re.Match[str], after: str, text: str) -> float:
    if found["age"]:
        return 1.0
    between_commas = text[: found.start()].endswith(", ") and after[:1] in {",", "."}
    aged = text[: found.start()].rstrip().endswith(("aged", "age", "turned", "turns"))
    return 1.0 if found["digits"] and (between_commas or aged) else 0.05


def _counted(matches: Matches, match: ArticleMatch, sentence: int, end: int) -> float:
    """Return how surely the words after a number are what was to be counted, 0 to 1."""
    head = next((index for index, each in enumerate(matches.terms) if each.term.is_head), None)
    tokens = match.read.sentences[sentence]
    first = next((at for at, token in enumerate(tokens) if token.start >= end), len(tokens))
    best = 0.0
    if head is not None:
        for hit in match.hits[head].get(sentence, ()):
            if first <= hit.position < first + AFTER:
                best = max(best, hit.nearness)
            elif 0 < first - hit.position <= AFTER:
                best = max(best, 0.4 * hit.nearness)
    if matches.question.head in PEOPLE_NOUNS and best < 0.7:
        following = [token.stem for token in tokens[first : first + 3]]
        same = matches.question.head in following
        best = max(best, 1.0 if same else 0.7 * any(stem in PEOPLE_NOUNS for stem in following))
    return best
