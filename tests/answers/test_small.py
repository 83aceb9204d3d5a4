"""Answers from one article, or from a few made up for the point."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import QueryError
from bot.index import Index
from bot.models import Document, Scope, Window
from bot.reading import Reader
from tests.answers.conftest import EVERYONE, TODAY, Desk, first_quote, texts
from tests.conftest import AFTERWARDS
from tests.index.making import add_feed, article, person, store

WEEK_AGO = TODAY - timedelta(days=7)


# --- one article alone -------------------------------------------------------------------------------------


async def test_who_in_one_article(lone: Desk) -> None:
    (card,) = (await lone.ask("who", "Drost")).findings
    assert (card.text, card.role) == ("Pavel Drost", "Vessin's Defense Minister")
    said = " ".join(quote.text for quote in card.quotes)
    assert "A visit to Washington DC" in said and "quarrelled with Sula" in said


async def test_when_in_one_article(lone: Desk) -> None:
    april, october, *_ = (await lone.ask("when", "drones")).findings
    assert (april.day, april.precision) == (date(2024, 4, 1), "month")
    assert october.day == date(2024, 10, 1)
    assert "nearly 200 drones" in october.quotes[0].text
    attack = await lone.ask("when", "when did Orland attack Vessin with drones")
    assert attack.findings[0].day == date(2024, 10, 1)
    assert (await lone.ask("when", "visit to Washington")).findings[0].day == date(2024, 10, 8)


async def test_what_and_ask_in_one_article(lone: Desk) -> None:
    assert "ended after about 50 minutes" in first_quote(await lone.ask("what", "call"))
    assert texts(await lone.ask("ask", "Who was due to visit Washington?"))[0] == "Pavel Drost"
    assert texts(await lone.ask("ask", "How long did the call last?"))[0] == "about 50 minutes"


async def test_the_page_around_an_article_is_never_quoted(index: Index, reader: Reader) -> None:
    text = "\n\n".join(
        [
            "Subscribe to the Gannet newsletter for more on the harbour tax.",
            "The council passed a harbour tax by one vote on Tuesday after a long debate about moorings.",
            "“The tax is fair to everyone,” said the speaker, Harald Quist, who voted for it himself.",
            "Many boat owners in the gallery booed, and some of them left before the vote was counted.",
            "Updated Oct. 3: this article was corrected by Odile Marchand on Thursday.",
        ]
    )
    article = reader.read(Document("Council passes harbour tax", text, datetime(2024, 10, 2, tzinfo=UTC)))
    await index.articles.add([(article, reader.label(article))], now=AFTERWARDS)

    stored = (await index.articles.latest(EVERYONE, window=Window(), topic=None, limit=1))[0]
    assert stored.article == article

    desk = Desk(index)
    for kind, about in [
        ("who", "newsletter"),
        ("who", "Odile Marchand"),
        ("what", "Gannet newsletter"),
        ("when", "article corrected"),
        ("ask", "Who corrected the article?"),
        ("search", "newsletter"),
        ("what", "harbour tax"),
        ("when", "harbour tax"),
    ]:
        answer = await desk.ask(kind, about)
        quoted = " ".join(quote.text for finding in answer.findings for quote in finding.quotes)
        assert "newsletter" not in quoted, (kind, about)
        assert "corrected" not in quoted, (kind, about)
    assert "by one vote" in first_quote(await desk.ask("when", "harbour tax"))


async def test_nothing_found_in_one_article_offers_who_is_in_it(lone: Desk) -> None:
    answer = await lone.ask("what", "zzqx")
    assert not answer.found
    assert {"Dana Holt", "Marek Sula"} <= set(answer.near)


async def test_an_empty_index_has_nothing_to_say_and_nothing_near(index: Index) -> None:
    for kind in ("who", "what", "when", "ask", "search", "latest"):
        answer = await Desk(index).ask(kind, "ferry")
        assert (answer.found, answer.near) == (False, ())


# --- people ------------------------------------------------------------------------------------------------


async def test_same_named_people_are_listed_apart(index: Index) -> None:
    await store(
        index,
        article(
            "Ana Ruiz, the harbour master, closed the whole harbour after the storm on Monday.",
            names=(person("Ana Ruiz", "harbour master"),),
        ),
        article(
            "Pedro Ruiz, a boxer from Carrow, won his ninth fight in a row before a full house.",
            names=(person("Pedro Ruiz", "boxer"),),
        ),
    )
    answer = await Desk(index).ask("who", "Ruiz")
    assert {(finding.text, finding.role) for finding in answer.findings} == {
        ("Ana Ruiz", "harbour master"),
        ("Pedro Ruiz", "boxer"),
    }
    assert texts(await Desk(index).ask("who", "Pedro Ruiz")) == ["Pedro Ruiz"]


async def test_a_surname_alone_joins_the_one_person_it_can_mean(index: Index) -> None:
    await store(
        index,
        article(
            "Ana Ruiz opened the new lighthouse to visitors after two years of repairs on Monday.",
            day=WEEK_AGO,
            names=(person("Ana Ruiz"),),
        ),
        article(
            "Ruiz has now promised the fishers of Carrow another lighthouse at the northern end.",
            headline="Another lighthouse",
            names=(person("Ruiz"),),
        ),
    )
    (card,) = (await Desk(index).ask("who", "Ruiz")).findings
    assert card.text == "Ana Ruiz"
    assert [quote.text.split()[0] for quote in card.quotes] == ["Ruiz", "Ana"]


async def test_a_role_is_the_newest_in_its_fullest_wording(index: Index) -> None:
    def told(role: str, day: date) -> None:
        articles.append(
            article(
                f"{role} Ana Ruiz spoke for an hour to the people of the town on {day:%B %d}.",
                headline=f"{role} speaks",
                day=day,
                names=(person("Ana Ruiz", role),),
            )
        )

    articles: list[object] = []
    told("Councillor", WEEK_AGO)
    told("Carrow's Mayor", TODAY - timedelta(days=1))
    told("Mayor", TODAY)
    await store(index, *articles)  # type: ignore[arg-type]
    (card,) = (await Desk(index).ask("who", "Ana Ruiz")).findings
    assert card.role == "Carrow's Mayor"


async def test_accents_do_not_matter(index: Index) -> None:
    await store(
        index,
        article(
            "Señora Núria Öster bought the old ferry from the town of Carrow for one crown on Monday.",
            names=(person("Núria Öster"),),
        ),
    )
    for typed in ("Nuria Oster", "NÚRIA ÖSTER", "öster"):
        assert texts(await Desk(index).ask("who", typed)) == ["Núria Öster"]
    assert "Núria" in first_quote(await Desk(index).ask("what", "nuria oster"))


# --- sentences ---------------------------------------------------------------------------------------------


async def test_a_day_that_no_sentence_says_is_the_day_it_was_reported_and_said_to_be(index: Index) -> None:
    await store(index, article("The old lighthouse of Carrow was sold to a family of bakers."))
    answer = await Desk(index).ask("when", "lighthouse")
    assert answer.findings[0].day == TODAY
    assert answer.note == "No sentence says the day; this is when it was reported."


async def test_each_day_is_listed_once_the_best_first_and_then_by_time(index: Index) -> None:
    sentences = (
        "The ferry sank on Oct. 4 with nobody aboard, in sight of the harbour of Carrow.",
        "The ferry was raised on Oct. 9 by two cranes and towed back to the yard in Carrow.",
        "It was on Oct. 4, too, that the second ferry had been sold to a yard abroad.",
    )
    days = (
        ("Oct. 4 with", date(2024, 10, 4)),
        ("Oct. 9 by", date(2024, 10, 9)),
        ("Oct. 4, too", date(2024, 10, 4)),
    )
    await store(index, article(*sentences, headline="Ferry sinks", days=days))
    answer = await Desk(index).ask("when", "ferry sank")
    assert [finding.day for finding in answer.findings][:1] == [date(2024, 10, 4)]
    every = [finding.day for finding in (await Desk(index).ask("when", "ferry")).findings]
    assert sorted(every, key=str) == [date(2024, 10, 4), date(2024, 10, 9)]


async def test_the_newer_of_two_events_that_match_as_well_comes_first(index: Index) -> None:
    def storm(day: date, town: str) -> object:
        return article(
            f"The storm tore the roofs from twenty houses in {town} before it moved on.",
            headline=f"Storm hits {town}",
            day=day,
        )

    await store(index, storm(WEEK_AGO, "Carrow"), storm(TODAY, "Lowmoor"))  # type: ignore[arg-type]
    assert texts(await Desk(index).ask("what", "storm")) == ["Storm hits Lowmoor", "Storm hits Carrow"]


# --- what makes no sense -----------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["", " ", "?", '"', "\u200b", "-", "😀"])
@pytest.mark.parametrize("kind", ["who", "what", "when", "ask", "search"])
async def test_a_question_without_words_is_told_what_to_name(lone: Desk, kind: str, about: str) -> None:
    with pytest.raises(QueryError, match="name a person"):
        await lone.ask(kind, about)


@pytest.mark.parametrize("kind", ["who", "what", "when", "ask", "search"])
async def test_a_question_of_six_thousand_characters_is_told_the_limit(lone: Desk, kind: str) -> None:
    with pytest.raises(QueryError, match="6,000"):
        await lone.ask(kind, "drones " * 857 + "x")


@pytest.mark.parametrize("kind", ["who", "what", "when", "ask", "search"])
@pytest.mark.parametrize(
    "about", ["the", "who is he?", "what was it", "когда началась война", "何が起きた", "a"]
)
async def test_small_words_and_other_languages_are_answered_politely(
    lone: Desk, kind: str, about: str
) -> None:
    answer = await lone.ask(kind, about)
    assert answer.found or answer.near


# --- whose eyes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["who", "what", "when", "ask", "search", "latest"])
async def test_an_article_of_another_guild_changes_nothing(index: Index, kind: str) -> None:
    public = article(
        "Mayor Ana Ruiz opened the lighthouse of Carrow to visitors on Oct. 9 after long repairs.",
        headline="Lighthouse opens",
        day=WEEK_AGO,
        names=(person("Ana Ruiz", "Mayor"),),
        days=(("Oct. 9", date(2024, 10, 9)),),
    )
    private = article(
        "Mayor Ana Ruiz will close the lighthouse of Carrow on Oct. 30, a secret paper says.",
        headline="Lighthouse to close",
        names=(person("Ana Ruiz", "Outgoing Mayor"), person("Zora Quill")),
        days=(("Oct. 30", date(2024, 10, 30)),),
    )
    stranger = Desk(index, Scope(2, 6))
    questions = ("Who opened the lighthouse?", "lighthouse", "Ana Ruiz", "Quil", "secret paper", "zzqx")
    await store(index, public)
    before = [await stranger.ask(kind, question) for question in questions]
    await add_feed(index, 9, "guild:1")
    await store(index, private, feed=9)
    assert [await stranger.ask(kind, question) for question in questions] == before
    here = [await Desk(index, Scope(1, None)).ask(kind, question) for question in questions]
    assert here != before
