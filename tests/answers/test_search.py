"""/search: what its language finds, how it is shown, and how its pages are told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import QueryError
from bot.index import Index
from bot.models import Answer, Scope
from bot.resources import load_topics
from tests.answers.conftest import Desk, texts
from tests.index.making import TODAY, add_feed, article, person, store

TOPICS = load_topics()
COURIER, HERALD, ETOILE = "Port Ansel Courier", "The Ansel Herald", "L’Étoile"


@pytest.fixture
async def harbour(index: Index) -> Desk:
    """Return a desk over a handful of articles about a harbour, of three outlets and two topics."""
    ruiz, lind = person("Ana Ruiz", "Mayor"), person("Bo Lind")
    await store(
        index,
        article("Ana Ruiz opened the harbour to visitors.", headline="Open", source=COURIER, names=(ruiz,)),
        article(
            "Bo Lind and Ana Ruiz closed the harbour.", headline="Closed", source=HERALD, names=(lind, ruiz)
        ),
        article(
            "Bo Lind painted the harbour.",
            headline="Painted",
            source=ETOILE,
            names=(lind,),
            day=date(2024, 9, 3),
        ),
        topic="world",
    )
    await store(index, article("A race in the harbour.", headline="Race", source=None), topic="sports")
    return Desk(index)


async def titles(desk: Desk, query: str) -> set[str]:
    return set(texts(await desk.ask("search", query, topics=TOPICS)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("harbour", {"Open", "Closed", "Painted", "Race"}),
        ("harbour source:courier", {"Open"}),
        ('harbour source:"port ansel"', {"Open"}),
        ("harbour source:PORT", {"Open"}),
        ("harbour source:etoile", {"Painted"}),
        ("harbour source:l'etoile", {"Painted"}),
        ("harbour source:courier source:herald", {"Open", "Closed"}),
        ("harbour -source:courier", {"Closed", "Painted", "Race"}),
        ("source:herald", {"Closed"}),
        ("harbour topic:sports", {"Race"}),
        ("harbour topic:Sports", {"Race"}),
        ("harbour -topic:world", {"Race"}),
        ("topic:sports topic:world", set()),
        ("harbour person:ruiz", {"Open", "Closed"}),
        ("harbour person:rui", {"Open", "Closed"}),
        ('harbour person:"Ana Ruiz" person:lind', {"Closed"}),
        ("person:ruiz -person:lind", {"Open"}),
        ("-person:ruiz", {"Painted", "Race"}),
        ("-person:ruiz -race", {"Painted"}),
        ("person:lind -closed", {"Painted"}),
        ("-source:courier -source:herald -topic:sports", {"Painted"}),
        ('harbour since:"last month" until:2024-09-30', {"Painted"}),
        ("person:lind since:2024-10-01", {"Closed"}),
        ("harbour -person:nobody -source:herald", {"Open", "Painted", "Race"}),
        ('"closed the harbour"', {"Closed"}),
        ('harbour -"closed the"', {"Open", "Painted", "Race"}),
        ("colour:red harbour", {"Open", "Closed", "Painted", "Race"}),
    ],
)
async def test_filters_find_what_they_say(harbour: Desk, query: str, expected: set[str]) -> None:
    assert await titles(harbour, query) == expected


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("harbour topic:gardening", "There is no topic “gardening”. There are: world, politics"),
        ("harbour -topic:gardening", "There is no topic “gardening”"),
        (
            "harbour source:gazette",
            "There is no outlet “gazette”. There are: L’Étoile, Port Ansel Courier, The",
        ),
        ("harbour -source:gazette", "There is no outlet “gazette”"),
        ("harbour since:blursday", "cannot read “blursday” as a day"),
        ("since:2024-10-05 until:2024-10-01", "swap them"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_one_sentence(harbour: Desk, query: str, told: str) -> None:
    with pytest.raises(QueryError, match=told.replace(".", r"\.")):
        await titles(harbour, query)


async def test_an_unknown_name_finds_nothing_and_offers_names(harbour: Desk) -> None:
    answer = await harbour.ask("search", "harbour person:ruis")
    assert not answer.found
    assert answer.note == "No name in the news is like “ruis”."
    assert answer.near == ("Ana Ruiz",)


async def test_outlets_and_names_of_others_are_as_unknown_as_if_they_were_not(harbour: Desk) -> None:
    await add_feed(harbour.index, 9, "guild:2")
    secret = article(
        "Zora Quill left the harbour.", headline="Gone", source="Secret", names=(person("Zora Quill"),)
    )
    await store(harbour.index, secret, feed=9)
    with pytest.raises(QueryError) as told:
        await titles(harbour, "harbour source:secret")
    assert "There are: L’Étoile, Port Ansel Courier, The Ansel Herald." in str(told.value)
    assert await titles(harbour, "person:quill") == set()
    here = Desk(harbour.index, Scope(2, None))
    assert await titles(here, "source:secret") == await titles(here, "person:quill") == {"Gone"}


# --- what is shown ----------------------------------------------------------------------------------------


def bold(answer: Answer) -> list[list[str]]:
    return [[quote.text[a:b] for a, b in quote.highlights] for quote in answer.findings[0].quotes]


async def test_the_best_sentence_is_shown_with_the_words_in_bold(index: Index) -> None:
    long = "The lighthouse keeper told a long story that went on and on about the sea and the boats, " * 2
    await store(index, article("Nothing of it here.", f"{long}and oil, and sheen, too.", headline="Story"))
    answer = await Desk(index).ask("search", "keeper sheens oil")
    assert bold(answer) == [["keeper", "keeper", "oil", "sheen"]]


async def test_two_short_sentences_are_shown_in_their_order(index: Index) -> None:
    await store(index, article("The oil was seen.", "Rain fell.", "The oil sheen spread.", headline="Spill"))
    answer = await Desk(index).ask("search", "oil sheen")
    assert [quote.text for quote in answer.findings[0].quotes] == [
        "The oil was seen.",
        "The oil sheen spread.",
    ]


async def test_a_hit_in_the_headline_alone_shows_the_lead(index: Index) -> None:
    await store(index, article("The vote was nine to six.", "It rained.", headline="Harbour tax passes"))
    answer = await Desk(index).ask("search", "harbour tax")
    assert [quote.text for quote in answer.findings[0].quotes] == ["The vote was nine to six."]
    assert bold(answer) == [[]]


@pytest.mark.parametrize("query", ["議会", "ใครเป็น", "きた 港"])
async def test_writing_without_spaces_is_told_what_is_found(index: Index, query: str) -> None:
    await store(
        index, article("市議会が港を開いた。 港 Harbour. Совет проголосовал. 시장이 왔다.", headline="市議会")
    )
    answer = await Desk(index).ask("search", query)
    if query == "きた 港":
        assert answer.found and answer.note == "No article has all of these words; these have some."
    else:
        assert not answer.found
        assert answer.note is not None and answer.note.startswith("Words written without spaces")
    assert (await Desk(index).ask("search", "市議会")).found
    assert (await Desk(index).ask("search", "совет")).found
    assert (await Desk(index).ask("search", "시장이")).found
    assert (await Desk(index).ask("search", "город")).note is None


# --- pages ------------------------------------------------------------------------------------------------


async def many(index: Index, count: int) -> Desk:
    await store(
        index,
        *(
            article(f"Ferry number {n} sailed.", headline=f"Ferry {n}", day=TODAY - timedelta(n))
            for n in range(count)
        ),
    )
    return Desk(index)


async def test_pages_tell_the_total_and_show_every_hit_once(index: Index) -> None:
    desk = await many(index, 12)
    pages = [await desk.ask("search", "ferry", limit=5, offset=offset) for offset in (0, 5, 10)]
    assert [(page.total, page.offset, page.cut) for page in pages] == [
        (12, 0, False),
        (12, 5, False),
        (12, 10, False),
    ]
    shown = [title for page in pages for title in texts(page)]
    assert sorted(shown) == sorted({f"Ferry {n}" for n in range(12)})
    assert shown[0] == "Ferry 0"
    assert texts(await desk.ask("search", "ferry", limit=12)) == shown


async def test_past_the_end_is_the_last_page(index: Index) -> None:
    desk = await many(index, 12)
    assert (await desk.ask("search", "ferry", limit=5, offset=5000)).offset == 10
    assert texts(await desk.ask("search", "ferry", limit=5, offset=5000)) == ["Ferry 10", "Ferry 11"]


@pytest.mark.parametrize(("count", "total", "cut"), [(50, 50, False), (51, 50, True)])
@pytest.mark.parametrize("query", ["ferry", "topic:world"])
async def test_of_more_than_fifty_it_is_said_that_there_are_more(
    index: Index, query: str, count: int, total: int, cut: bool
) -> None:
    answer = await (await many(index, count)).ask("search", query, limit=5)
    assert (answer.total, answer.cut, len(answer.findings)) == (total, cut, 5)


async def test_only_the_articles_of_the_page_are_read(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await many(index, 40)
    read: list[int] = []
    get_many = index.articles.get_many

    async def counted(ids: tuple[int, ...], scope: Scope) -> object:
        read.append(len(ids))
        return await get_many(ids, scope)  # type: ignore[arg-type]

    monkeypatch.setattr(index.articles, "get_many", counted)
    await desk.ask("search", "ferry", limit=5, offset=10)
    assert read == [5]
