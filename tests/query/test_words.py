"""What is typed becomes words, phrases and exclusions that SQLite always takes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.index import Index
from bot.query.words import MAX_LENGTH, parse_words, phrase_expression, spans_of, stem
from tests.index.making import ANY_TIME, EVERYONE, article, migrations, store


async def found(index: Index, typed: str) -> set[str]:
    """Return the headlines that have all of what was typed."""
    hits = await index.articles.match(parse_words(typed).all_of(), EVERYONE, window=ANY_TIME, limit=10)
    stored = await index.articles.get_many(hits, EVERYONE)
    return {each.article.document.headline for each in stored}


@pytest.fixture
async def four(index: Index) -> Index:
    await store(
        index,
        article("The oil sheen in the bay came from a dredger.", headline="Sheen"),
        article("A sheen of oil lay on the water; a turbine was blamed.", headline="Turbine"),
        article("Norhaven buys the old cannery; O'Brien's brother is the owner.", headline="Sale"),
        article("Señor Núñez of São Paulo won’t go.", headline="Accents"),
    )
    return index


@pytest.mark.parametrize(
    ("typed", "headlines"),
    [
        ("oil sheen", {"Sheen", "Turbine"}),
        ("OIL, sheen!", {"Sheen", "Turbine"}),
        ('"oil sheen"', {"Sheen"}),
        ("“oil sheen”", {"Sheen"}),
        ('"sheen of oil"', {"Turbine"}),
        ("sheen -turbine", {"Sheen"}),
        ('sheen -"came from"', {"Turbine"}),
        ("sheen -oil", set()),
        ("turbines blaming", {"Turbine"}),
        ("who bought the cannery", {"Sale"}),
        ("bought cannery", {"Sale"}),
        ("the cannery's", {"Sale"}),
        ("O'Brien", {"Sale"}),
        ("O’Brien’s", {"Sale"}),
        ("nunez", {"Accents"}),
        ("NÚÑEZ sao", {"Accents"}),
        ("Nu\u0301n\u0303ez", {"Accents"}),
        ("oil OR cannery", set()),
        ("NEAR(oil sheen)", {"Sheen", "Turbine"}),
        ("headline:sheen", set()),
        ("zzqx", set()),
    ],
)
async def test_words_find_what_they_mean(four: Index, typed: str, headlines: set[str]) -> None:
    assert await found(four, typed) == headlines


@pytest.mark.parametrize(
    "word",
    [
        "Война", "войны", "ЁЛКА", "ένας", "ΔΉΜΟΣ", "δήμος", "시장이", "がぎ", "Årø", "Łódź", "Đặng", "İzmir",
        "naïve", "n\u0303o", "straße", "ſo", "क़लम", "市議会", "צַו", "עיר", "المدينة", "ﬁn", "ǅo", "µm",
        "Œuvre", "ʻOha",
    ],
)  # fmt: skip
async def test_a_word_of_any_script_is_found_in_its_own_form(index: Index, word: str) -> None:
    await store(index, article(f"One {word} two.", headline="Found"))
    assert await found(index, word) == {"Found"}
    assert await found(index, f"{word} one") == {"Found"}


@pytest.mark.parametrize("typed", ["", "   ", "?!", '""', "-oil", '-"oil sheen"', "\u200b", "😀", "___"])
def test_a_question_without_a_word_is_answered_with_what_to_name(typed: str) -> None:
    with pytest.raises(QueryError, match="name a person, a place or a subject"):
        parse_words(typed)


def test_a_question_that_is_too_long_is_told_the_limit() -> None:
    with pytest.raises(QueryError, match=r"6,000 characters.*1,000"):
        parse_words("x " * 3000)
    assert parse_words("word " * (MAX_LENGTH // 5)).terms


def test_small_words_count_only_where_there_is_nothing_else() -> None:
    assert [term.word for term in parse_words("the ferry and a boat").terms] == ["ferry", "boat"]
    assert [term.word for term in parse_words("to be or not").terms] == ["to", "be", "or", "not"]
    assert [term.word for term in parse_words("who won", ignored=frozenset({"who"})).terms] == ["won"]


def test_words_are_found_again_where_they_stand() -> None:
    text = "Nu\u0301ñez’s 14 boats — sold!"
    assert [text[start:end] for start, end, _, _ in spans_of(text)] == [
        "Nu\u0301ñez",
        "s",
        "14",
        "boats",
        "sold",
    ]
    assert next(word for _, _, word, _ in spans_of(text)) == "nunez"
    assert stem("sold") == stem("sells") == stem("selling")


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "-",
                '"',
                "'",
                "*",
                "(",
                ")",
                ":",
                "^",
                "+",
                "NEAR",
                "AND",
                "OR",
                "NOT",
                "headline:",
                "{",
                "}",
                "--",
            ]
        ),
        st.sampled_from(
            ["oil", "é", "ß", "İ", "²", "漢字", "\x00", "\ud800", "\u202e", "\u0301", " ", "; DROP"]
        ),
        st.text(max_size=6),
    ),
    max_size=12,
).map("".join)


def test_whatever_is_typed_sqlite_takes_it(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        index = runner.run(Index.open(tmp_path / "nutgraf.db", migrations()))
        runner.run(store(index, article("Oil sheen é ß ² 漢字 near and not")))

        @settings(max_examples=400)
        @given(HOSTILE)
        def check(typed: str) -> None:
            try:
                words = parse_words(typed)
            except QueryError:
                return
            for expression in (words.all_of(), words.any_of()):
                runner.run(index.articles.match(expression, EVERYONE, window=ANY_TIME, limit=5))

        check()
        runner.run(index.close())


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=2, max_size=12))
def test_a_typed_word_is_recognised_in_a_sentence(word: str) -> None:
    try:
        (term,) = parse_words(word).terms
    except ValueError:
        return  # some letters come apart in lower case
    assert term.stem in {stem for _, _, _, stem in spans_of(f"They said {word} again.")}


async def phrase_found(index: Index, typed: str) -> int:
    expression = phrase_expression(typed)
    if expression is None:
        return 0
    return len(await index.articles.match(expression, EVERYONE, window=ANY_TIME, limit=10))


async def test_a_phrase_is_found_as_typed_and_a_word_in_all_its_forms(four: Index) -> None:
    for typed, hits in [
        ("sheen of oil", 1),
        ("oil of sheen", 0),
        ("turbines", 1),
        ("“oil sheen”", 1),
        ("…", 0),
    ]:
        assert await phrase_found(four, typed) == hits, typed


@settings(deadline=None, max_examples=30)
@given(text=st.text(max_size=60) | st.sampled_from(['"', "a AND", "x " * 5_000, "NEAR(", "headline:", "*^-"]))
async def test_any_phrase_is_taken(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    index = await Index.open(tmp_path_factory.mktemp("phrases") / "index.db", migrations())
    try:
        assert await phrase_found(index, text) == 0
    finally:
        await index.close()
