"""Topics files: what may stand in one, and what is told of a slip in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.topic_file import MAX_PHRASE, parse_topics

GOOD = """
[gardens]
title = "Gardens"
description = "Beds and borders"
emoji = "🌱"
threshold = 3
excluded = ["Kindergarten"]
[gardens.words]
3 = ["Compost", "spade", "prun*"]
"1.5" = ["rain"]
[gardens.entities]
2 = ["Kew Gardens", "RHS"]
organisation.1 = ["Orchard"]
"""
TWO = (
    GOOD
    + """
[parks]
title = "Parks"
description = ""
emoji = ""
words.1 = ["bench"]
"""
)


def test_everything_that_a_topic_can_have() -> None:
    topics = parse_topics(GOOD, "my.toml")

    assert list(topics) == ["gardens"]
    gardens = topics["gardens"]
    assert (gardens.name, gardens.title, gardens.description) == ("gardens", "Gardens", "Beds and borders")
    assert gardens.words == {"compost": 3, "spade": 3, "prun*": 3, "rain": 1.5}
    assert gardens.entities == {("Kew Gardens", None): 2, ("RHS", None): 2, ("Orchard", "organisation"): 1}
    assert gardens.excluded == ("kindergarten",)
    assert gardens.threshold == 3


def test_a_file_from_before_there_were_entities() -> None:
    old = (
        GOOD[: GOOD.index("[gardens.entities]")]
        .replace("threshold = 3", "")
        .replace('excluded = ["Kindergarten"]', "")
    )

    gardens = parse_topics(old, "my.toml")["gardens"]

    assert gardens.entities == {}
    assert gardens.excluded == ()
    assert gardens.threshold == 1


def test_names_alone_can_make_a_topic() -> None:
    start, end = GOOD.index("[gardens.words]"), GOOD.index("[gardens.entities]")

    assert parse_topics(GOOD[:start] + GOOD[end:], "my.toml")["gardens"].words == {}


def test_topics_keep_the_order_of_the_file() -> None:
    assert list(parse_topics(TWO, "my.toml")) == ["gardens", "parks"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # keys
        ("title =", "titel =", "gardens: 'titel' is no part of a topic; there are description, emoji"),
        ('title = "Gardens"', "", "gardens: lacks 'title'"),
        ('emoji = "🌱"', "", "gardens: lacks 'emoji'"),
        ("[gardens.words]", "[gardens.word]", "gardens: 'word' is no part of a topic"),
        ("organisation.1", "company.1", "gardens: 'company' is no kind of entity; there are person, org"),
        # names of topics
        ("gardens", "all", "'all' cannot name a topic"),
        ("gardens", "My-Gardens", "'My-Gardens' cannot name a topic"),
        ("gardens", "g" * 4000, "'gggg[g]+... cannot name a topic"),
        ("[parks]", "[gardens]", "not valid TOML: Cannot declare .'gardens'"),
        ('"Parks"', '"GARDENS"', "the topics gardens and parks are both called 'gardens'"),
        # text
        ('"Gardens"', "3", "gardens: 'title' must be text in quotes, not 3"),
        ('"Gardens"', '" "', "gardens: 'title' is empty"),
        ('"Gardens"', f'"{"g" * 4000}"', "gardens: 'title' has 4,000 characters; 80 is the most"),
        ('"🌱"', f'"{"🌱" * 4000}"', "gardens: 'emoji' has 4,000 characters; 64 is the most"),
        ('"Beds and borders"', '"Beds\\nand"', "gardens: 'description' must be one line"),
        ('"Beds and borders"', '["Beds"]', "gardens: 'description' must be text in quotes, not .'Beds'"),
        # words
        ('["Compost", "spade", "prun*"]', '"spade"', "gardens: 'words' must be lists of words in quotes"),
        ('["rain"]', "[1]", "gardens: 'words' must be lists of words in quotes"),
        ('["rain"]', '[["rain"]]', "gardens: 'words' must be lists of words in quotes"),
        ('["rain"]', '[""]', "gardens: '' in 'words' has no letter"),
        ('["rain"]', '["?!"]', "gardens: '.!' in 'words' has no letter"),
        ('["rain"]', '["SPADE"]', "gardens: 'spade' has two weights in 'words', 3 and 1.5"),
        ('["rain"]', '["kindergarten"]', "gardens: 'kindergarten' stands in 'words' and in 'excluded'"),
        ('["rain"]', f'["{"r" * 4000}"]', "gardens: 'rrr[r]+... in 'words' is too long"),
        ('["rain"]', '["a b c d e f g"]', "gardens: 'a b c d e f g' in 'words' is too long: 6 words"),
        ('["rain"]', '["ra*n"]', "gardens: 'ra.n' in 'words': a star may only end a single word"),
        ('["rain"]', '["heavy rain*"]', "gardens: 'heavy rain.' in 'words': a star"),
        ('["rain"]', '["ra*"]', "gardens: 'ra.' in 'words': a star .* after 3 letters or more"),
        ('["Kindergarten"]', '["kinder*"]', "gardens: 'kinder.' in 'excluded': a star"),
        ('["Kindergarten"]', '"Kindergarten"', "gardens: 'excluded' must be lists of words in quotes"),
        ('["Kindergarten"]', "[true]", "gardens: 'excluded' must be lists of words in quotes"),
        # names
        ('"RHS"', '"kew"', "gardens: 'kew' in 'entities' has no capital"),
        ('"RHS"', '" "', "gardens: ' ' in 'entities' has no letter"),
        ('["Orchard"]', '"Orchard"', "gardens: 'entities' must be lists of words in quotes"),
        ("organisation.1 =", "organisation =", "gardens: 'entities.organisation' must be a table of weights"),
        ("organisation.1 = ", "1 = ['RHS']\norganisation.1 = ", "gardens: 'RHS' has two weights in 'entit"),
        # numbers
        ('"1.5" =', "heavy =", "gardens: the weight 'heavy' in 'words' is not a number"),
        ('"1.5" =', "nan =", "gardens: the weight 'nan' in 'words' is not a number"),
        ('"1.5" =', "-1 =", "gardens: the weight -1 in 'words' is not above zero"),
        ('"1.5" =', "inf =", "gardens: the weight inf in 'words' is not above zero and at most 100"),
        ('"1.5" =', "1000000 =", "gardens: the weight 1000000 in 'words' is not above zero and at most"),
        ("2 = ", "0 = ", "gardens: the weight 0 in 'entities' is not above zero"),
        ("threshold = 3", "threshold = 0", "gardens: the threshold 0 is not above zero"),
        ("threshold = 3", "threshold = -2", "gardens: the threshold -2 is not above zero"),
        ("threshold = 3", "threshold = nan", "gardens: the threshold nan is not a number"),
        ("threshold = 3", "threshold = true", "gardens: the threshold True is not a number"),
        ("threshold = 3", "threshold = 1979-05-27", "gardens: the threshold datetime.date.* is not a number"),
        ("threshold = 3", f"threshold = {10**400}", "gardens: the threshold 1000.* is not a number"),
        ("threshold = 3", "threshold = []", "gardens: the threshold .. is not a number"),
        # the file
        (TWO, "", "there is no topic in it"),
        ("threshold = 3", f"threshold = {'9' * 5000}", "not valid TOML"),
        (TWO, "gardens = 3", "gardens: is not written as a table"),
        (TWO, "[gardens", "not valid TOML"),
        (TWO, "a = " + "[" * 5000, "not valid TOML"),
        (TWO, "[gardens]\ntitle = 'G'\ndescription = ''\nemoji = ''", "gardens: lacks 'words'"),
        (TWO, "[gardens]\nwords = ['spade']", "gardens: 'words' must be a table of weights"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_the_file_the_topic_and_the_key(old: str, new: str, told: str) -> None:
    assert old in TWO

    with pytest.raises(ConfigError, match=told) as caught:
        parse_topics(TWO.replace(old, new), "my.toml")

    assert str(caught.value).startswith("my.toml: ")
    assert len(str(caught.value)) < 400


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        assert parse_topics(text, "my.toml")
    except ConfigError as error:
        assert str(error).startswith("my.toml: ")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=MAX_PHRASE + 5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["title", "description", "emoji", "words", "entities", "excluded", "threshold"]), VALUES
)
def test_any_value_of_any_key_is_taken_or_refused_with_a_sentence(key: str, value: Any) -> None:
    written = "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(key))
    if key in ("words", "entities"):
        written = written[: written.index(f"[gardens.{key}]")]
    top, _, tables = written.partition("[gardens.")
    try:
        parse_topics(f"{top}{key} = {toml(value)}\n{_ and '[gardens.'}{tables}", "my.toml")
    except ConfigError as error:
        assert str(error).startswith("my.toml: ")


def toml(value: Any) -> str:
    """Write a value as TOML does; what TOML has no word for becomes text."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{toml(key)} = {toml(each)}' for key, each in value.items())}}}"
        case _:
            return (
                '"' + "".join(f"\\U{ord(c):08x}" for c in str(value) if not 0xD800 <= ord(c) <= 0xDFFF) + '"'
            )
