"""An article for a person: its text with names, days and summary marked, and why the summary is what it is.

On a terminal with colours they are the marks. Without (``NO_COLOR``, a file, a pipe) names stand in
[brackets] and days in {braces}. Either way a number in brackets ends each sentence of the summary, which is
explained under that number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from bot.models import Article, DatedEvent
from bot.reading import find_gist
from bot.reading.summary import explain_summary

COLOURS = {"person": "magenta", "organisation": "cyan", "place": "green"}
DAYS = "yellow"
SUMMARY = "bold"
WIDEST = 100
"""Columns: longer lines are hard to read."""
NARROWEST = 12
"""Columns that a text has at least, whatever stands before it."""
SHOWN = {"day": 10, "month": 7, "year": 4}
"""Characters of an ISO date, by how exactly it is known."""
MOST_NAMES = 24
LONGEST_NAME = 30
LONGEST_WORDS = 20
"""Characters of the words that name a day."""

Row = tuple[Text, Text]
"""What stands before a text, and the text, whose lines go on under its first word."""

_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOTHING = Text()


def print_article(article: Article, topics: Sequence[str], console: Console) -> None:
    """Print all that was found in an article."""
    coloured = console.color_system is not None and not console.no_color
    width = min(console.width, WIDEST)
    parts = (
        _head(article, topics),
        [(_NOTHING, _legend(coloured))],
        [(_NOTHING, _marked(article, coloured))],
        [_heading("Summary"), *_summary(article)],
        [_heading("Who, what, when"), *_gist(article)],
        [_heading("Names"), *_names(article)] if article.entities else (),
        [_heading("Days"), *_days(article, width)] if article.events else (),
    )
    for number, part in enumerate(part for part in parts if part):
        if number:
            console.print()
        for label, text in part:
            for line in _wrapped(label, text, width, console):
                console.print(line, soft_wrap=True)


def _wrapped(label: Text, text: Text, width: int, console: Console) -> Iterator[Text]:
    before = label
    for line in text.wrap(console, max(NARROWEST, width - label.cell_len)) or [Text()]:
        whole = before.copy().append_text(line)
        whole.rstrip()
        yield whole
        before = Text(" " * label.cell_len)


def _head(article: Article, topics: Sequence[str]) -> list[Row]:
    document = article.document
    guessed = " (guessed)" if document.published_guessed else ""
    facts = (document.source, document.byline, f"{document.day}{guessed}", ", ".join(topics) or "no topic")
    told = " · ".join(fact for fact in facts if fact)
    return [(_NOTHING, _text(document.headline, "bold")), (_NOTHING, _text(told, "dim"))]


def _heading(words: str) -> Row:
    return _NOTHING, Text(words, style="bold underline")


def _text(words: str, style: str = "") -> Text:
    """Return words as a terminal may show them: nothing that moves its cursor or turns its text about."""
    return Text(_UNPRINTABLE.sub(" ", words), style=style)


def _line(words: str, style: str = "") -> Text:
    return _text(" ".join(words.split()), style)


# --- the article ------------------------------------------------------------------------------------------


def _legend(coloured: bool) -> Text:
    if not coloured:
        return Text("Marks: [name], {day}; a number ends each sentence of the summary [1].")
    parts = [Text(kind, style=colour) for kind, colour in COLOURS.items()]
    parts += [Text("day", style=DAYS), Text("summary", style=SUMMARY).append(" [1]", style="not bold dim")]
    return Text("Marks: ", style="dim").append_text(Text(" · ", style="dim").join(parts))


def _marked(article: Article, coloured: bool) -> Text:
    """Return the text with its marks, in colour or in brackets."""
    text = _text(article.document.text)
    marks: list[tuple[int, str]] = []
    names = [
        (mention.start, mention.end, COLOURS[entity.kind], "[]")
        for entity in article.entities
        for mention in entity.mentions
    ]
    days = [(each.start, each.end, DAYS, "{}") for each in article.dates]
    for start, end, colour, brackets in names + days:
        text.stylize(colour, start, end)
        if not coloured:
            marks += [(start, brackets[0]), (end, brackets[1])]
    for number, index in enumerate(article.summary, start=1):
        sentence = article.sentences[index]
        text.stylize(SUMMARY, sentence.start, sentence.end)
        marks.append((sentence.end, f" [{number}]"))
    return _with_insertions(text, marks)


def _with_insertions(text: Text, insertions: Iterable[tuple[int, str]]) -> Text:
    """Return a text with marks put in at offsets of it; what ends at one comes before what begins there."""
    at: dict[int, str] = {}
    for offset, mark in sorted(insertions, key=lambda each: each[1] in "[{"):
        at[offset] = at.get(offset, "") + mark
    first, *pieces = text.divide(sorted(at))
    for offset, piece in zip(sorted(at), pieces, strict=True):
        first.append(at[offset], style="not bold dim").append_text(piece)
    return first


# --- what was found ---------------------------------------------------------------------------------------


def _summary(article: Article) -> Iterator[Row]:
    for number, choice in enumerate(explain_summary(article), start=1):
        yield Text(f"  [{number}] ", style="dim"), _line(f"“{article.quote(choice.sentence)}”")
        for reason in choice.reasons:
            sign = "-" if reason.startswith("although") else "+"
            yield Text(f"      {sign} ", style="dim"), _line(reason.removeprefix("although "), "dim")


def _gist(article: Article) -> Iterator[Row]:
    gist = find_gist(article)
    days = [f"{day} ({words or 'the publish day'})" for day, words in gist.when[:1]]
    for question, answers in (("who", gist.who[:3]), ("what", gist.what[:1]), ("when", days)):
        yield Text(f"  {question:4}  ", style="dim"), _line("; ".join(answers) or "not said")


def _names(article: Article) -> Iterator[Row]:
    shown = article.entities[:MOST_NAMES]
    longest = min(LONGEST_NAME, max(len(entity.name) for entity in shown))
    for entity in shown:
        name = _line(entity.name, COLOURS[entity.kind])
        name.truncate(longest, overflow="ellipsis", pad=True)
        kind = f"  {entity.kind:12}  "
        yield Text("  ").append_text(name).append(kind, style="dim"), _line(entity.role or "")
    if len(article.entities) > MOST_NAMES:
        yield _NOTHING, Text(f"  and {len(article.entities) - MOST_NAMES} more", style="dim")


def _days(article: Article, width: int) -> Iterator[Row]:
    """Yield the dated events in order of time, each with the sentence that tells it, cut to a line."""
    for event in sorted(_once(article.events), key=lambda event: (event.day, event.start)):
        day = event.day.isoformat()[: SHOWN[event.precision]]
        words = _line(article.document.text[event.start : event.end])
        words.truncate(LONGEST_WORDS, overflow="ellipsis", pad=True)
        row = Text(f"  {day:10}  ", style=DAYS).append_text(words).append("  ")
        row.append_text(_line(article.quote(event.sentence), "dim"))
        row.truncate(width, overflow="ellipsis")
        yield _NOTHING, row


def _once(events: Iterable[DatedEvent]) -> list[DatedEvent]:
    """Return the events without those that name the day of a sentence again."""
    return list(
        {(event.sentence, event.day, event.precision): event for event in reversed([*events])}.values()
    )
