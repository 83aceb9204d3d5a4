"""An article put together from what was drawn for it, with the true offset of everything in it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bench.indexing.cast import Cast, make_cast
from bench.indexing.drafting import FEWEST_SENTENCES, TOPICS, Draft, Drafter
from bench.indexing.plan import EPOCH, Plan
from bench.indexing.vocabulary import Vocabulary, make_vocabulary
from bot.models import (
    Article,
    DatedEvent,
    Document,
    Entity,
    Mention,
    Precision,
    Sentence,
    TimeExpression,
    TopicLabel,
)
from bot.reading import content_hash

TOPIC_NAMES = tuple("world politics business sports technology health culture science climate".split())
assert len(TOPIC_NAMES) == TOPICS  # noqa: S101
VARIANTS = 16
LONG = 25
"""Sentences from which the main figures are named again."""
SUMMARY = 3
OUTLETS = 120
PREPOSITIONS = ("in", "over", "after", "as", "for", "with", "before", "against")

Item = tuple[Article, Sequence[TopicLabel]]
Expression = tuple[str, str, date, Precision, bool]
"""(" on ", "Monday", the day, "day", whether the year is said)."""


class Newsroom:
    """Writes any article of a plan, the same one every time."""

    def __init__(self, seed: int) -> None:
        self.vocabulary: Vocabulary = make_vocabulary(seed)
        self.cast: Cast = make_cast(seed)
        self._drafter = Drafter(self.vocabulary, self.cast, seed)
        self._outlets = [
            f"{word.title()} {kind}"
            for word, kind in zip(
                self.vocabulary.words[400 : 400 + OUTLETS],
                ("Times", "Post", "Courier", "Herald") * 30,
                strict=True,
            )
        ]

    def drafts(self, plan: Plan) -> list[Draft]:
        """Return what is drawn for each article of the plan."""
        return self._drafter.draft(plan)

    def write(self, plan: Plan) -> list[Item]:
        """Return the articles of the plan, each with its topics."""
        return [self._write(draft) for draft in self.drafts(plan)]

    def _write(self, draft: Draft) -> Item:
        naming = self._naming(draft)
        body = _Body(draft, self.vocabulary.words, naming)
        document = self._document(draft, body)
        count = len(body.sentences)
        ranking = _ranking(count, draft.variant % VARIANTS)
        boilerplate = frozenset({count - 1}) if draft.variant % 20 == 0 else frozenset[int]()
        fit = tuple(each for each in ranking if each not in boilerplate) if boilerplate else ranking
        article = Article(
            document=document,
            sentences=tuple(body.sentences),
            summary=tuple(sorted(fit[:SUMMARY])),
            ranking=fit,
            entities=tuple(self._entities(draft, body, naming)),
            dates=tuple(body.dates),
            events=tuple(body.events),
            content_hash=content_hash(document),
            fingerprint=draft.fingerprint,
            boilerplate=boilerplate,
        )
        return article, [TopicLabel(TOPIC_NAMES[topic], score) for topic, score in draft.topics.items()]

    def _naming(self, draft: Draft) -> list[tuple[str, str, int]]:
        """Return (words before, name, words of both) of each figure; here and there a surname alone."""
        naming = []
        for place, index in enumerate(draft.figures):
            figure = self.cast.figures[index]
            if figure.short and figure.short[0].isupper() and (draft.variant + place) % 12 == 0:
                naming.append(("", figure.short, 1))
            elif figure.role and (draft.variant + place) % 3:
                naming.append((f"{figure.role} ", figure.name, figure.words + 1 + figure.role.count(" ")))
            else:
                naming.append(("", figure.name, figure.words))
        return naming

    def _entities(self, draft: Draft, body: _Body, naming: list[tuple[str, str, int]]) -> list[Entity]:
        entities = []
        for place, (index, (role, name, _)) in enumerate(zip(draft.figures, naming, strict=True)):
            mentions = tuple(body.mentions[place])
            salience = round(min(1.0, (0.55 + 0.08 * len(mentions)) / (1 + 0.3 * place)), 4)
            figure = self.cast.figures[index]
            entities.append(Entity(name, figure.kind, mentions, role.rstrip() or None, salience))
        return sorted(entities, key=lambda entity: -entity.salience)

    def _document(self, draft: Draft, body: _Body) -> Document:
        day = EPOCH + timedelta(draft.day)
        hours, seconds = divmod(draft.second, 3600)
        outlet = self._outlets[draft.number * 7 % OUTLETS]
        return Document(
            headline=self._headline(draft),
            text=body.text,
            published=datetime(day.year, day.month, day.day, hours, seconds // 60, seconds % 60, tzinfo=UTC),
            caption="A view of the place on the day." if draft.variant % 3 == 0 else None,
            byline=f"By {outlet} staff" if draft.variant % 2 else None,
            source=outlet,
            url=f"https://news.example/{day:%Y/%m/%d}/{draft.number}",
            origin=f"made-up article {draft.number}",
        )

    def _headline(self, draft: Draft) -> str:
        """Return 6 to 12 words: a figure, words of the subject, another figure, others."""
        words, figures = self.vocabulary.words, [self.cast.figures[index] for index in draft.figures[:2]]
        main = figures[0]
        own = [words[index] for index in draft.headline]
        left = draft.headline_length - main.words
        tail = [own[0], words[draft.subject[0]], words[draft.subject[1]]]
        if left >= len(tail) + 1 + figures[1].words:
            tail += [PREPOSITIONS[draft.variant % len(PREPOSITIONS)], figures[1].name]
            left -= figures[1].words - 1
        tail += [words[draft.subject[2]], *own[1:]]
        return " ".join([main.name, *tail[: max(left, 2)]])


class _Body:
    """The text of an article as it grows, sentence by sentence."""

    __slots__ = ("dates", "events", "mentions", "sentences", "text")

    def __init__(self, draft: Draft, words: Sequence[str], naming: Sequence[tuple[str, str, int]]) -> None:
        self.sentences: list[Sentence] = []
        self.mentions: list[list[Mention]] = [[] for _ in naming]
        self.dates: list[TimeExpression] = []
        self.events: list[DatedEvent] = []
        count = len(draft.lengths)
        named = _named_in(len(naming), count, draft.variant)
        dated = {place * count // len(draft.dates): place for place in range(len(draft.dates))}
        texts: list[str] = []
        at = cursor = 0
        paragraph = 0
        for number, length in enumerate(draft.lengths):
            if number:
                gap = "\n\n" if draft.breaks[number] else " "
                paragraph += draft.breaks[number]
                texts.append(gap)
                at += len(gap)
            inserted = [(naming[place], place) for place in named[number]]
            left = length - sum([each[2] for each, _ in inserted])
            expression = _dated(draft, dated[number]) if number in dated else None
            if expression is not None:
                left -= 2 + expression[1].count(" ")
            left = max(3, left)
            tokens = [words[index] for index in draft.words[cursor : cursor + left]]
            cursor += length
            sentence = self._sentence(tokens, inserted, at, number, draft)
            if expression is not None:
                self._date(expression, number, at + len(sentence))
                sentence += expression[0] + expression[1]
            sentence += "."
            texts.append(sentence)
            self.sentences.append(Sentence(at, at + len(sentence), paragraph))
            at += len(sentence)
        self.text = "".join(texts)

    def _sentence(
        self,
        tokens: list[str],
        inserted: Sequence[tuple[tuple[str, str, int], int]],
        start: int,
        number: int,
        draft: Draft,
    ) -> str:
        """Return the words with the names among them, and note where the names stand in the text."""
        if len(tokens) > 12:
            tokens[len(tokens) // 2] += ","
        pieces: list[str] = []
        at = start
        done = 0
        for place, ((role, name, _), figure) in enumerate(inserted):
            # every other sentence begins with its first name
            before = len(tokens) * (place + (draft.variant + number) % 2) // (len(inserted) + 1)
            if before > done:
                piece = " ".join(tokens[done:before])
                pieces.append(piece)
                at += len(piece) + 1
                done = before
            at += len(role)
            self.mentions[figure].append(Mention(at, at + len(name), number))
            pieces.append(role + name)
            at += len(name) + 1
        pieces.append(" ".join(tokens[done:]))
        sentence = " ".join(pieces)
        return sentence[0].upper() + sentence[1:]

    def _date(self, expression: Expression, number: int, at: int) -> None:
        """Note the day that stands at the end of a sentence."""
        before, words, when, precision, year = expression
        start = at + len(before)
        value = f"{when:%Y-%m}" if precision == "month" else when.isoformat()
        self.dates.append(TimeExpression(start, start + len(words), value))
        self.events.append(DatedEvent(number, start, start + len(words), when, precision, year_given=year))


def _dated(draft: Draft, place: int) -> Expression:
    """Return what dates an article's first or later event; the first is what all its tellers tell of."""
    if place == 0:
        return _expression(draft.day, draft.happened, 0)
    drawn = draft.dates[place]
    return _expression(draft.day, draft.day - int(drawn * 7), int(drawn * 997) % 20)


@lru_cache(maxsize=65_536)
def _expression(published: int, day: int, form: int) -> Expression:
    """Return how a day is said; `form`, 0 to 19, chooses."""
    when = EPOCH + timedelta(day)
    if form >= 18:
        month = date(when.year + 1, (form + day) % 12 + 1, 1)
        return " in ", f"{month:%B %Y}", month, "month", True
    if form >= 15:
        past = when - timedelta(100 + 31 * (day % 7))
        return " on ", f"{past:%B} {past.day}, {past.year}", past, "day", True
    if form >= 11 or published - day > 6:
        later = when + timedelta(published - day + form)
        return " on ", f"{later:%B} {later.day}", later, "day", False
    return " on ", f"{when:%A}", when, "day", False


@lru_cache(maxsize=65_536)
def _named_in(figures: int, sentences: int, variant: int) -> tuple[tuple[int, ...], ...]:
    """Return for each sentence the places of the figures that it names, the main ones early and often."""
    rng = random.Random(figures * 10_007 + sentences * 101 + variant % VARIANTS)  # noqa: S311
    order = list(range(figures))
    again = [rng.choice((0, 0, 1, 1, 2, 3)) for _ in range(min(figures, sentences, sentences // 2 + 2))]
    if sentences > LONG:
        again += [rng.choice((0, 0, 1, 2)) for _ in range(sentences // 3)]
    for each in again:
        order.insert(rng.randint(1, len(order)), each)
    named: list[list[int]] = [[] for _ in range(sentences)]
    for place, figure in enumerate(order):
        home = named[place * sentences // len(order)]
        if figure not in home:
            home.append(figure)
    return tuple(tuple(each) for each in named)


@lru_cache(maxsize=8_192)
def _ranking(sentences: int, variant: int) -> tuple[int, ...]:
    """Return the sentences fit to be quoted, roughly from the beginning."""
    rng = random.Random(sentences * 31 + variant)  # noqa: S311
    places = sorted(range(sentences), key=lambda place: place + rng.random() * sentences / 2)
    return tuple(places[: max(FEWEST_SENTENCES, sentences * 3 // 4)])
