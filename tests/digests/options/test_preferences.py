"""What admins type for which stories they want, and the sentence they get when it makes no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.options.languages import NAMES, languages_as_typed, parse_languages
from bot.digests.options.preferences import (
    LONGEST_PHRASE,
    MOST_PHRASES,
    PreferenceWords,
    parse_min_sources,
    parse_phrases,
    parse_preferences,
    phrases_as_typed,
    preferences_as_typed,
)
from bot.errors import QueryError
from bot.models import Preferences, RoleMention
from bot.query.words import plain_words
from bot.reading import language, language_words
from tests.hostile import HOSTILE

# what people type: much punctuation, many scripts, and what no keyboard has
TYPED = st.text(st.sampled_from(' ,;"“”„’\n\taB1é市،*|.\u200b\u200c\u202e\x00\ud800@#<>_') | st.characters())


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("", ()),
        (" , ;; \n ", ()),
        ("strike", ("strike",)),
        ('strike, "far right", budget', ("strike", "far right", "budget")),
        ("strike, far right; budget\ntax", ("strike", "far right", "budget", "tax")),
        ('far "right wing" budget', ("far", "right wing", "budget")),
        ('"fire, flood", storm', ("fire, flood", "storm")),
        ("“fire, flood” storm", ("fire, flood", "storm")),
        ('strike, "far right', ("strike", "far right")),
        ("Strike, strike, STRIKE", ("Strike",)),
        ("C++, AT&T, $100, (Reuters)", ("C++", "AT&T", "$100", "(Reuters)")),
        ("罢工、预算，税", ("罢工", "预算", "税")),
        ("إضراب، ميزانية", ("إضراب", "ميزانية")),
        ("می‌خواهم", ("می‌خواهم",)),
        ("str\u200bike, a\x00b, \ud800tax", ("strike", "ab", "tax")),
        ("@everyone, **bold**"[:9], ("@everyone",)),
    ],
)
def test_words_and_phrases(typed: str, phrases: tuple[str, ...]) -> None:
    assert parse_phrases(typed) == phrases


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("strik*", "“strik*” has a * in it: words are looked for as they are"),
        ("a|b", "has a | in it"),
        ("\\bstrike", "has a \\ in it"),
        ("[a-z]", "has a [ in it"),
        ("strike, !!!", "“!!!” has no letter or digit"),
        ("x" * 61, "has 61 characters; 60 are the most"),
        (", ".join(f"word{n}" for n in range(21)), "21 words and phrases are too many; 20 are the most"),
        ("tax " * 1000, "That is too long for a list of words: 2,000 characters are the most"),
    ],
)
def test_what_cannot_be_looked_for(typed: str, sentence: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_phrases(typed)
    assert sentence in str(error.value)


@given(TYPED)
def test_phrases_are_plain_bounded_and_typed_back(typed: str) -> None:
    try:
        phrases = parse_phrases(typed)
    except QueryError as error:
        assert len(str(error)) < 300
        return
    assert len(phrases) <= MOST_PHRASES
    for phrase in phrases:
        assert plain_words(phrase)
        assert len(phrase) <= LONGEST_PHRASE
        phrase.encode()
    assert parse_phrases(phrases_as_typed(phrases)) == phrases


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_are_taken_or_answered(typed: str) -> None:
    try:
        phrases = parse_phrases(typed)
    except QueryError as error:
        str(error).encode()
    else:
        assert parse_phrases(phrases_as_typed(phrases)) == phrases


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", ()),
        ("all", ()),
        ("English", ("en",)),
        ("en, DE; french", ("de", "en", "fr")),
        ("German and French", ("de", "fr")),
        ("en de", ("de", "en")),
        ("pt-BR, en_GB", ("en", "pt")),
        ("Norwegian, nb", ("no",)),
        ("Scottish Gaelic", ("gd",)),
    ],
)
def test_languages(typed: str, codes: tuple[str, ...]) -> None:
    assert parse_languages(typed) == codes
    assert parse_languages(languages_as_typed(codes)) == codes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Germn", "I know no language “Germn”; did you mean German?"),
        ("Klingon, en", "I know no language “Klingon”; write English names or codes"),
        ("xx", "I know no language “xx”"),
        (", ".join(list(NAMES)[:11]), "11 languages are too many"),
        ("en," * 200, "too long"),
        ("@everyone", "I know no language “@everyone”"),
    ],
)
def test_languages_that_there_are_not(typed: str, sentence: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_languages(typed)
    assert sentence in str(error.value)


def test_every_language_that_the_reader_tells_can_be_chosen() -> None:
    scripts = {code for code in language._SCRIPTS if len(code) == 2} | set(language._LIKELY.values())
    assert set(language_words.WORDS) | scripts <= set(NAMES)


@pytest.mark.parametrize(("typed", "number"), [("", 1), ("1", 1), (" 3 ", 3), ("10", 10)])
def test_min_sources(typed: str, number: int) -> None:
    assert parse_min_sources(typed) == number


@pytest.mark.parametrize("typed", ["0", "11", "-1", "2.5", "two", "٣", "9" * 5000, "²", "@everyone"])
def test_no_number_of_sources(typed: str) -> None:
    with pytest.raises(QueryError, match="write one from 1 to 10"):
        parse_min_sources(typed)


def test_what_is_empty_is_as_usual_and_what_has_its_own_list_stays() -> None:
    before = Preferences(length="long", include=("tax",), mention=RoleMention(7), silent=True, say_quiet=True)
    assert parse_preferences(PreferenceWords(), before) == Preferences(
        mention=RoleMention(7), silent=True, say_quiet=True
    )


def test_wanting_and_leaving_out_the_same() -> None:
    with pytest.raises(QueryError, match="“Far Right” is both asked for and left out"):
        parse_preferences(PreferenceWords(include="strike, Far Right", exclude='"far right"'))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (PreferenceWords(length="endless"), "“endless” is not a length; there are: short, normal, long."),
        (PreferenceWords(order="random"), "“random” is not an order; there are: importance, newest, oldest."),
    ],
)
def test_a_choice_that_there_is_not(words: PreferenceWords, sentence: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_preferences(words)
    assert str(error.value) == sentence


@given(
    st.builds(
        PreferenceWords,
        include=st.lists(st.sampled_from(["strike", "far right", "fire, flood", "C++"])).map(
            phrases_as_typed
        ),
        exclude=st.lists(st.sampled_from(["sport", "élan vital", "٣ a"])).map(phrases_as_typed),
        languages=st.lists(st.sampled_from(sorted(NAMES)), max_size=10).map(", ".join),
        min_sources=st.integers(1, 10).map(str),
        length=st.sampled_from(["", "short", "Normal", "LONG"]),
        order=st.sampled_from(["", "importance", "newest first", "Oldest"]),
    )
)
def test_preferences_are_typed_back(words: PreferenceWords) -> None:
    preferences = parse_preferences(words)
    assert parse_preferences(preferences_as_typed(preferences)) == preferences
