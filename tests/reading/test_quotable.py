"""Which sentences may be quoted alone."""

from __future__ import annotations

import pytest

from bot.reading.boilerplate import boilerplate_sentences, is_boilerplate
from bot.reading.quotable import judge, quotable
from bot.reading.sentences import split_sentences
from bot.words import content_stems
from tests.reading.standings import has_whole_quotes, stands_alone


def quoted(text: str, headline: str = "") -> list[str]:
    sentences = split_sentences(text)
    words = [text[sentence.start : sentence.end] for sentence in sentences]
    page = boilerplate_sentences(text, sentences)
    standings = judge(text, sentences, [content_stems(each) for each in words], headline, page)
    return [words[index] for index in quotable(standings)]


@pytest.mark.parametrize(
    "sentence",
    [
        "US officials said so on Monday.",
        "IT workers went on strike.",
        "This week the council voted.",
        "Both Yoav Gallant and Joe Biden spoke.",
        "Then-President Obama left the room.",
        "So far, 20 people have died.",
        "His Majesty King Charles spoke.",
        "The former prime minister Boris Johnson spoke.",
        "The two men who hope to win spoke.",
        "There were 20 people in the hall.",
        "One man was killed in the crash.",
        "On Monday, the court ruled.",
        "In a statement, the company said it would appeal.",
        "When the storm hit, people fled.",
        "A third of voters stayed at home.",
        "Earlier this week the court ruled.",
        "Hours after the attack, the mayor spoke.",
        "I-95 was closed on Monday in Maine.",
        "Those who fled came back.",
        "In Japan, it is illegal to do so.",
        "In its summary of the call, the White House said so.",
        "“A bog is a sponge,” said Dr. Brandt.",
        "The workers’ union and the drivers' union said so.",
        "Rock 'n' roll is here to stay.",
        "Norhaven said it would keep all jobs.",
        "Under Gallant the army grew, he said.",
        "First Minister John Swinney spoke in Edinburgh.",
        "First Lady Jill Biden spoke in Ohio.",
        "Next week the council will vote.",
        "Next to the school stands a church.",
        "Last year the river froze.",
        "Second World War bombs were found in the bay.",
        "First responders reached the village at dawn.",
        "These days the harbour is quiet.",
    ],
)
def test_what_is_understood_alone(sentence: str) -> None:
    assert stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He said so on Monday.",
        "It’s over for them.",
        "That is the point of the law.",
        "“He is gone,” Smith said.",
        "“We lost,” he said, looking at the floor.",
        "The last two years had been hard, he said.",
        "And then the mayor left the room.",
        "However, the court ruled against her.",
        "Then the court ruled.",
        "Here are five things to know.",
        "The two have feuded for years.",
        "The latter was the first.",
        "Another man was killed on Monday.",
        "Others said they were sad.",
        "Neither man said what was wrong.",
        "On Monday, he said so.",
        "Last week it helped to win.",
        "When they arrived, the police left.",
        "In an interview with the BBC, she denied it.",
        "After that, women left the town.",
        "Most of them left the town.",
        "Hours earlier, Katz had barred Guterres.",
        "Two days later the man was held.",
        "The next day the storm hit.",
        "Crane painted it from the lighthouse in 1904.",
        "The deaths first occurred far from there.",
        "First came the films and the pop songs.",
        "First, the council has to vote.",
        "Second, the money is gone.",
        "Next up is the vote on the bridge.",
        "Then came the rain.",
        "Last to leave was the captain.",
        "Finally, the lights went out.",
        "First the council votes, then the mayor signs.",
        "Who will pay for the bridge?",
        "What to know about the storm",
    ],
)
def test_what_is_not(sentence: str) -> None:
    assert not stands_alone(sentence)


def test_what_opens_an_article_cannot_lean_on_an_earlier_sentence() -> None:
    words = "Two days later the harbour was still shut."

    assert stands_alone(words, opens_article=True)
    assert not stands_alone(words)


@pytest.mark.parametrize(
    "words",
    [
        '"All is well," he said.',
        "“All is ‘well’,” he said.",
        "‘All’s well,’ he said.",
        "No quote at all.",
        "the ’90s",
        'Singh said,"I am not happy at what happened to the party."',
    ],
)
def test_whole_quotations(words: str) -> None:
    assert has_whole_quotes(words)


@pytest.mark.parametrize(
    "words",
    ['"All is well.', 'All is well," he said.', "“All is well.", "All is well,” he said.", "‘All is well."],
)
def test_broken_quotations(words: str) -> None:
    assert not has_whole_quotes(words)


def test_the_middle_of_somebody_s_speech_is_not_the_article_s_own_telling() -> None:
    text = (
        "The mayor spoke for an hour. “Taxes are too high in this town. The council of Lowmoor is "
        "to blame for all. "
        "Nobody else is,” said Brandvold. The council of Lowmoor disagrees with her."
    )

    assert quoted(text) == ["The mayor spoke for an hour.", "The council of Lowmoor disagrees with her."]


def test_a_speech_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = (
        "“Taxes are too high in this town.\n\n“Nobody will pay such taxes here,” Brandvold said.\n\n"
        "The council met on Monday."
    )

    assert quoted(text) == [
        "“Nobody will pay such taxes here,” Brandvold said.",
        "The council met on Monday.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Read more about the storm here.",
        "2/8 Police officers walk past the damaged house.",
        "Sign up for our newsletter today.",
        "By clicking you agree to our terms of use.",
        "Image caption: The storm at night.",
        "We use cookies on this site.",
        "John Smith contributed to this report from London.",
        "Click to share on WhatsApp (Opens in new window)",
        "Photo: The bridge on Monday.",
        "Editor's note: This article was first published in May.",
        "Reporting by John Smith; editing by Jane Roe.",
        "Copyright 2024 The Port Ansel Herald.",
        "Scroll down for video.",
    ],
)
def test_the_page_around_an_article(words: str) -> None:
    assert is_boilerplate(words)


@pytest.mark.parametrize(
    "words",
    [
        "Google changed its privacy policy on Monday.",
        "Subscribers left the service in droves.",
        "Advertisers left the network on Monday.",
        "Copyright law is hard to change.",
        "Photographers gathered outside the court.",
        "More news outlets closed than ever before.",
        "The paper started a free newsletter in May.",
    ],
)
def test_the_telling_of_an_article(words: str) -> None:
    assert not is_boilerplate(words)


def test_question_marks_of_a_wrong_encoding_ask_nothing() -> None:
    text = (
        "The town?s council met on Monday.\n\n"
        "The mayor spoke of the money that the council needs for the town?s bridge on?\n\n"
        "Who will pay for the town?s bridge?"
    )

    assert [words.split()[-2:] for words in quoted(text)] == [["on", "Monday."], ["bridge", "on?"]]
    whole = "The council met on Monday. Will the council of Lowmoor lend its ferry for free?"
    assert quoted(whole) == ["The council met on Monday."]


def test_code_of_the_page_opens_no_quotation() -> None:
    text = (
        'The film opens in Port Ansel on Friday. {"@context":"http://schema.example","@type":"Review\n\n'
        "The mayor has seen the film twice already."
    )

    assert quoted(text) == [
        "The film opens in Port Ansel on Friday.",
        "The mayor has seen the film twice already.",
    ]


def test_a_copy_of_the_headline_tells_nothing_new() -> None:
    text = "Council passes harbour tax by one vote. The tax adds $3 for each passenger of a ship."

    assert quoted(text, "Council passes harbour tax by one vote") == [
        "The tax adds $3 for each passenger of a ship."
    ]


def test_where_no_sentence_is_fit_whole_ones_are_better_than_none() -> None:
    assert quoted("He walked home in the rain. “Why not walk") == ["He walked home in the rain."]
    assert quoted("Too short.") == []
