"""/who: cards, namesakes, roles and companions, and who matters in a subject; made up for the point."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.near import closest, words_alike
from bot.answers.who.apart import FIELDS, Sighting, bearers
from bot.answers.who.naming import join_forms
from bot.answers.who.roles import held_roles, newest_role, same_role
from bot.index import EntityRecord, Index, Placement
from bot.models import Article, ArticleId, Entity, EntityKind, HeldRole, Scope, StoryId
from tests.answers.conftest import TODAY, Desk, first_quote, texts
from tests.index.making import add_feed, article, person, store, store_one


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def place(name: str) -> Entity:
    return person(name, kind="place")


async def tell(index: Index, *tellings: Article, topic: str | None = "world") -> list[ArticleId]:
    """Store articles, each its own story."""
    return [await store_one(index, each, topic=topic) for each in tellings]


async def join(index: Index, *articles: ArticleId) -> None:
    """Make articles one story, opened by the first."""
    for each in articles:
        await index.stories.place([Placement(each, "global", StoryId(articles[0]))])


# --- names -----------------------------------------------------------------------------------------------


def record(key: str, salience: float = 1.0, kind: EntityKind = "person", number: int = 0) -> EntityRecord:
    return EntityRecord(number or abs(hash((key, kind))), key.title(), kind, key, 1, salience)


def joined(*records: EntityRecord) -> list[set[str]]:
    return [set(named.keys) for named in join_forms(records)]


def test_a_short_form_joins_the_one_it_can_mean() -> None:
    assert joined(record("joe biden", 3), record("biden", 5)) == [{"joe biden", "biden"}]
    assert joined(record("joe r biden"), record("joe biden", 3), record("biden")) == [
        {"joe r biden", "joe biden", "biden"}
    ]
    assert joined(record("kelpline", 1, "organisation"), record("kelpline energy", 2, "organisation")) == [
        {"kelpline", "kelpline energy"}
    ]


def test_a_short_form_that_several_have_joins_only_one_far_better_known() -> None:
    both = joined(record("ana ruiz", 3), record("pedro ruiz", 2), record("ruiz", 1))
    assert both == [{"ana ruiz"}, {"pedro ruiz"}, {"ruiz"}]
    one = joined(record("joe biden", 30), record("hunter biden", 2), record("biden", 40))
    assert one == [{"joe biden", "biden"}, {"hunter biden"}]


def test_who_is_not_a_short_form() -> None:
    assert len(joined(record("donald trump", 9), record("donald trump jr", 2))) == 2
    assert len(joined(record("adele", 50), record("adele smith", 0.3))) == 2
    assert len(joined(record("york", 1, "place"), record("new york", 9, "place"))) == 2
    assert len(joined(record("york", 1), record("new york", 9, "place"))) == 2
    assert len(joined(record("mary jones", 3), record("mary smith jones ltd", 3, "organisation"))) == 2


KEYS = st.lists(st.sampled_from(["ana", "bo", "ruiz", "r", "jr"]), min_size=1, max_size=4, unique=True)


@given(
    st.lists(st.tuples(KEYS.map(" ".join), st.floats(0.01, 50)), max_size=8, unique_by=lambda each: each[0])
)
def test_joining_loses_nobody_and_does_not_depend_on_the_order(known: list[tuple[str, float]]) -> None:
    records = [record(key, salience, number=n + 1) for n, (key, salience) in enumerate(known)]
    found = join_forms(records)
    assert sorted(number for named in found for number in named.ids) == [each.id for each in records]
    assert join_forms(records[::-1]) == found


async def test_a_full_name_also_finds_articles_with_the_surname_alone(index: Index) -> None:
    await tell(
        index,
        article("Joe Holt went to the harbour of Carrow on Monday to see the new ferries there.", day=ago(3),
            names=(person("Joe Holt", "President"),)),
        article("President Holt called the storm the worst that the coast has seen for years.",
            names=(person("Holt", "President"),)),
    )  # fmt: skip
    for typed in ("Joe Holt", "Holt", "President Holt", "who is Joe Holt?", "HOLT's"):
        (card,) = (await Desk(index).ask("who", typed)).findings
        assert card.text == "Joe Holt"
        assert len(card.quotes) == 2, typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("netanyaho", "netanyahu"), ("ghallant", "gallant"), ("gallnat", "gallant"), ("agllant", "gallant"),
        ("galant", "gallant"), ("zelensky", "zelenskyy"), ("camala", "kamala"), ("macorn", "macron"),
        ("xylophon", None), ("gala", None), ("galanterie", None), ("rally", None),
        ("yaov", "yoav"), ("yoam", None),
    ],
)  # fmt: skip
def test_what_a_misspelt_word_surely_means(typed: str, meant: str | None) -> None:
    known = ["netanyahu", "gallant", "zelenskyy", "kamala", "macron", "marron", "yoav"]
    salience = {word: 2.0 if word == "macron" else 1.0 for word in words_alike(typed, known)}
    assert closest(typed, salience) == meant


def test_of_words_as_near_the_best_known_is_meant() -> None:
    assert closest("holts", {"holte": 1.0, "holtz": 5.0}) == "holtz"


async def test_typing_errors_are_forgiven_and_said(desk: Desk) -> None:
    for typed, name in [
        ("Ghallant", "Yoav Gallant"),
        ("Yaov Gallnat", "Yoav Gallant"),
        ("Camala Harris", "Kamala Harris"),
        ("rBandvold", "Ilse Brandvold"),
    ]:
        answer = await desk.ask("who", typed)
        assert (texts(answer)[:1], answer.note) == ([name], f"Showing {name}."), typed


async def test_ordinary_words_and_words_of_articles_are_not_put_right(index: Index) -> None:
    await tell(
        index,
        article("Rolf Stormer sold the cranes of Carrow to a yard abroad on Monday morning.",
            names=(person("Rolf Stormer"),)),
        article("The stormen, as they call the wind here, took two roofs from the harbour sheds."),
    )  # fmt: skip
    for typed in ("storms", "stormen"):
        answer = await Desk(index).ask("who", typed)
        assert "Rolf Stormer" not in texts(answer)
    for typed in ("Stormmer", "Rolf Stromer", "Stormers"):
        assert texts(await Desk(index).ask("who", typed)) == ["Rolf Stormer"]


# --- namesakes -------------------------------------------------------------------------------------------


def seen(story: int, role: str | None, *about: str, beside: str = "", at: str = "") -> Sighting:
    return Sighting(story, role, frozenset(beside.split()), frozenset(at.split()), frozenset(about))


def test_a_footballer_and_a_minister_are_two() -> None:
    sightings = [
        seen(1, "Minister", "politics", at="velm"),
        seen(2, "Rovers striker", "sports", at="carrow"),
        seen(3, None, "sports", at="carrow"),
        seen(4, "prime minister's rival and senator", "politics"),
        seen(5, None, "politics", at="velm"),
    ]
    assert bearers(sightings) == [[0, 3, 4], [1, 2]]


@pytest.mark.parametrize(
    "other",
    [
        seen(2, "Rovers captain", "sports", at="carrow"),  # a captain of what?
        seen(2, None, "sports", at="carrow"),
        seen(2, "striker", "sports", at="carrow", beside="ana-holt"),
        seen(2, "striker", "sports", "politics", at="carrow"),
        seen(2, "striker", "sports", at="velm"),
        seen(1, "striker", "sports", at="carrow"),
        seen(2, "former striker, now senator", "sports", at="carrow"),
        seen(2, "striker"),
    ],
    ids=lambda sighting: str(sighting.role),
)  # fmt: skip
def test_in_doubt_they_are_one(other: Sighting) -> None:
    minister = seen(1, "Minister", "politics", at="velm", beside="ana-holt")
    assert bearers([minister, other]) == [[0, 1]]


SIGHTINGS = st.lists(
    st.builds(
        Sighting,
        story=st.integers(1, 6),
        role=st.none() | st.sampled_from([*sorted(FIELDS)[:9], "captain", "striker and senator"]),
        companions=st.frozensets(st.sampled_from("abcdef"), max_size=2),
        places=st.frozensets(st.sampled_from("xyz"), max_size=2),
        topics=st.frozensets(st.sampled_from(["sports", "politics", "arts"]), max_size=2),
    ),
    max_size=9,
)


@given(SIGHTINGS)
def test_every_sighting_is_of_one_bearer(sightings: list[Sighting]) -> None:
    groups = bearers(sightings)
    assert sorted(number for group in groups for number in group) == list(range(len(sightings)))
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)
    for one in groups:
        for other in groups:
            if one is not other:
                stories = [{sightings[number].story for number in group} for group in (one, other)]
                assert stories[0].isdisjoint(stories[1])


async def namesakes(index: Index) -> None:
    for days in (1, 3):
        await tell(
            index,
            article(f"Minister Tom Vale told the house in Velm that the tax would rise by {days} crowns.",
                headline=f"Vale on tax {days}", day=ago(days),
                names=(person("Tom Vale", "Minister"), place("Velm"))),
            topic="politics",
        )  # fmt: skip
        await tell(
            index,
            article(f"Striker Tom Vale scored {days} goals for the Rovers in Carrow before a full house.",
                headline=f"Vale scores {days}", day=ago(days + 1),
                names=(person("Tom Vale", "striker"), place("Carrow"))),
            topic="sports",
        )  # fmt: skip


async def test_one_name_of_two_people_gives_two_cards(index: Index) -> None:
    await namesakes(index)
    answer = await Desk(index).ask("who", "Tom Vale")
    assert [(card.text, card.role) for card in answer.findings] == [
        ("Tom Vale", "Minister"),
        ("Tom Vale", "striker"),
    ]
    assert answer.note == "The articles seem to speak of more than one person of this name."
    assert all("Striker" in each.text for each in answer.findings[1].quotes)
    # within a topic there is one
    assert len((await Desk(index).ask("who", "Vale", topic="sports")).findings) == 1


# --- roles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Israel's Defense Minister", "Defense Minister", True),
        ("director of St. Brannoc", "hospital's director", True),
        ("union's local secretary", "local secretary of the Harbour Workers' Union", True),
        ("Mayor", "Carrow's Mayor", True),
        ("Mayor of Carrow", "Mayor of Velm", False),
        ("Foreign Minister", "Defense Minister", False),
        ("minister of justice", "minister of finance", False),
        ("Vice President", "President", False),
        ("former Defense Minister", "Defense Minister", False),
        ("Councillor", "speaker of the council", False),
        ("owns two crab boats", "crab-boat owner", True),
        ("winner of 22 titles", "Spanish player", True),
        ("deputy", "Deputy", True),
        ("", "Mayor", True),
    ],
)
def test_which_wordings_can_mean_one_role(one: str, other: str, same: bool) -> None:
    assert same_role(one, other) is same
    assert same_role(other, one) is same


def test_roles_held_one_after_the_other() -> None:
    told = [
        ("Defense Minister", ago(1)),
        ("Israel's Defense Minister", ago(3)),
        ("Foreign Minister", ago(5)),
        ("Israel's Foreign Minister", ago(9)),
    ]
    assert newest_role(told) == "Israel's Defense Minister"
    assert held_roles(told) == (
        HeldRole("Israel's Defense Minister", ago(1)),
        HeldRole("Israel's Foreign Minister", ago(5)),
    )


@pytest.mark.parametrize(
    "told",
    [
        [],
        [("Mayor", ago(1)), ("Carrow's Mayor", ago(4))],
        # both at once
        [("Party chairman", ago(1)), ("Mayor", ago(2)), ("Party chairman", ago(3))],
        # over before it was told
        [("Prime Minister", ago(1)), ("former defense minister", ago(4))],
        # a candidate may hold an office, too
        [("candidate in next month's election", ago(1)), ("Vice President", ago(4))],
        [("witness", ago(1)), ("neighbour", ago(2))],
    ],
)
def test_one_role_all_the_time_is_no_change(told: list[tuple[str, date]]) -> None:
    assert held_roles(told) == ()


ROLES = st.text(max_size=30) | st.lists(
    st.sampled_from("Israel's former vice Defense Minister mayor of Carrow's , who the".split()), max_size=6
).map(" ".join)


@given(st.lists(st.tuples(ROLES, st.dates()), max_size=8))
def test_roles_are_told_as_printed_and_newest_first(told: list[tuple[str, date]]) -> None:
    told = sorted(told, key=lambda each: each[1], reverse=True)
    held = held_roles(told)
    assert {role.text for role in held} <= {text for text, _ in told}
    assert [role.day for role in held] == sorted({role.day for role in held}, reverse=True)
    assert len(held) != 1
    assert newest_role(told) is None if not told else newest_role(told) in {text for text, _ in told}
    for one, _ in told:
        for other, _ in told:
            assert same_role(one, other) == same_role(other, one)


async def test_a_card_tells_what_somebody_was_before(index: Index) -> None:
    def told(role: str, days: int) -> Article:
        return article(
            f"{role} Lena Ortiz opened the {days}th fair of the coast and spoke about the price of fish.",
            headline=f"Fair {days}", day=ago(days), names=(person("Lena Ortiz", role),),
        )  # fmt: skip

    await tell(index, told("Mayor", 8), told("Mayor", 6), told("Governor", 2), told("Governor", 1))
    (card,) = (await Desk(index).ask("who", "Ortiz")).findings
    assert card.role == "Governor"
    assert card.roles == (HeldRole("Governor", ago(1)), HeldRole("Mayor", ago(6)))


# --- what they did, and with whom ------------------------------------------------------------------------


async def test_a_card_quotes_different_stories(index: Index) -> None:
    copies = [
        article(
            f"Lena Ortiz {verb} the bridge over the sound on Monday while hundreds of people looked on.",
            headline=f"Bridge {verb}", names=(person("Lena Ortiz"),),
        )
        for verb in ("opened", "inaugurated", "blessed")
    ]  # fmt: skip
    other = article(
        "A court told Lena Ortiz to pay back the money for two journeys that were of no use to the town.",
        headline="Court", day=ago(6), names=(person("Lena Ortiz"),),
    )  # fmt: skip
    ids = await tell(index, *copies, other)
    await join(index, *ids[:3])
    (card,) = (await Desk(index).ask("who", "Lena Ortiz")).findings
    assert [quote.article in ids[:3] for quote in card.quotes] == [True, False]


async def test_with_whom_counts_a_story_once_however_many_copies_tell_it(index: Index) -> None:
    def told(number: int, other: str) -> Article:
        return article(
            f"Lena Ortiz met {other} in the harbour office of Carrow for the {number}th time this year.",
            headline=f"Meeting {number}", names=(person("Lena Ortiz"), person(other), place("Carrow")),
        )  # fmt: skip

    copied = await tell(index, *(told(number, "Bo Lind") for number in range(4)))
    await tell(index, told(10, "Ida Falk"), told(11, "Ida Falk"))
    (card,) = (await Desk(index).ask("who", "Lena Ortiz")).findings
    assert card.beside == ("Bo Lind", "Ida Falk")
    await join(index, *copied)
    (card,) = (await Desk(index).ask("who", "Lena Ortiz")).findings
    assert card.beside == ("Ida Falk", "Bo Lind")


async def test_with_whom_joins_short_forms_and_names_five_at_most(index: Index) -> None:
    crowd = [person(f"{first} Lind") for first in ("Ada", "Bea", "Cyd", "Dag", "Eli", "Fay")]
    await tell(
        index,
        article("Lena Ortiz and Ida Falk sat down with the whole Lind family for a long dinner on Monday.",
            headline="Dinner", names=(person("Lena Ortiz"), person("Ida Falk"), *crowd)),
        article("Ortiz thanked Falk for the dinner and promised to bring the wine for the next one.",
            headline="Thanks", names=(person("Ortiz"), person("Falk"))),
    )  # fmt: skip
    (card,) = (await Desk(index).ask("who", "Lena Ortiz")).findings
    assert card.beside[0] == "Ida Falk"
    assert "Falk" not in card.beside
    assert len(card.beside) == 5


async def test_who_matters_is_ranked_over_stories_not_over_copies(index: Index) -> None:
    def told(number: int, name: str) -> Article:
        return article(
            f"{name} spoke about the regatta to the crews of the {number}th boat before they sailed out.",
            headline=f"Regatta {number}", names=(person(name, "skipper"),),
        )  # fmt: skip

    copied = await tell(index, *(told(number, "Bo Lind") for number in range(5)))
    await tell(index, *(told(number, "Ida Falk") for number in range(10, 13)))
    assert texts(await Desk(index).ask("who", "regatta")) == ["Bo Lind", "Ida Falk"]
    await join(index, *copied)
    answer = await Desk(index).ask("who", "regatta")
    assert texts(answer) == ["Ida Falk", "Bo Lind"]
    assert all(len(finding.quotes) == 1 and finding.role == "skipper" for finding in answer.findings)


async def test_a_subject_joins_short_forms_and_tells_changed_roles(index: Index) -> None:
    def told(name: str, role: str | None, days: int) -> Article:
        return article(
            f"{name} told the sailors of the regatta that the course would be {days} miles longer this year.",
            headline=f"Regatta course {days}", day=ago(days), names=(person(name, role),),
        )  # fmt: skip

    await tell(
        index, told("Ida Falk", "club chairwoman", 1), told("Falk", None, 2), told("Ida Falk", "coach", 4)
    )
    (card,) = (await Desk(index).ask("who", "regatta")).findings
    assert (card.text, card.role) == ("Ida Falk", "club chairwoman")
    assert [role.text for role in card.roles] == ["club chairwoman", "coach"]


# --- whose eyes ------------------------------------------------------------------------------------------


async def test_private_articles_of_another_guild_change_nothing(index: Index) -> None:
    await namesakes(index)
    public = article(
        "Mayor Ana Ruiz opened the lighthouse of Carrow with Bo Lind after long repairs on Monday.",
        headline="Lighthouse opens", day=ago(5), names=(person("Ana Ruiz", "Mayor"), person("Bo Lind")),
    )  # fmt: skip
    opened = await store_one(index, public)
    stranger = Desk(index, Scope(2, 6))
    asked = ("Ana Ruiz", "Ruiz", "Anna Ruizz", "lighthouse", "Tom Vale", "Quill", "Quilll", "Bo Lind", "zzqx")
    before = [await stranger.ask("who", each) for each in asked]

    await add_feed(index, 9, "guild:1")
    secret = [
        article("Former Mayor Ana Ruiz sold the lighthouse of Carrow to Zora Quill, a secret paper says.",
            headline="Lighthouse sold", names=(person("Ana Ruiz", "Governor"), person("Zora Quill"))),
        article("Pedro Ruiz and Ruiz Ruizz and Tom Vale and Ana Maria Ruiz met Zora Quill at the lighthouse.",
            headline="Lighthouse meeting", day=ago(2),
            names=(person("Pedro Ruiz"), person("Ruiz Ruizz"), person("Tom Vale", "senator and striker"),
                person("Ana Maria Ruiz", "singer"), person("Zora Quill"), person("Bo Lind"))),
    ]  # fmt: skip
    added = await store(index, *secret, feed=9)
    for each in added.new:
        await index.stories.place([Placement(each, "guild:1", StoryId(opened))])
    assert [await stranger.ask("who", each) for each in asked] == before
    here = Desk(index, Scope(1, None))
    assert [await here.ask("who", each) for each in asked] != before
    assert texts(await here.ask("who", "Quill")) == ["Zora Quill"]
    assert "Zora Quill" in first_quote(await here.ask("who", "Quill"))


async def test_a_card_never_needs_more_articles_than_its_share(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("Ada", "Bea", "Cyd", "Dag", "Eli", "Fay", "Gus")
    for number in range(20):
        await store(
            index,
            *(article(f"{name} Lind won race {number} of the long series in the bay of Carrow on Monday.",
                headline=f"{name} wins {number}", names=(person(f"{name} Lind"),)) for name in names),
        )  # fmt: skip
    loaded: list[ArticleId] = []
    get_many = index.articles.get_many

    async def counting(ids: list[ArticleId], scope: Scope) -> object:
        loaded.extend(ids)
        return await get_many(ids, scope)

    monkeypatch.setattr(index.articles, "get_many", counting)
    assert len((await Desk(index).ask("who", "Lind")).findings) == 5
    assert len(loaded) <= 48
