"""Questions about the samples, answered as a member would want them answered."""

from __future__ import annotations

from datetime import date

import pytest

from tests.answers.conftest import Desk, first_quote, texts


@pytest.mark.parametrize(
    ("about", "name", "role", "quoted"),
    [
        ("Gallant", "Yoav Gallant", "Israel's Defense Minister", "Gallant"),
        ("yoav gallant", "Yoav Gallant", "Israel's Defense Minister", "Gallant"),
        ("who is Gallant?", "Yoav Gallant", "Israel's Defense Minister", "Gallant"),
        ("Gallant’s", "Yoav Gallant", "Israel's Defense Minister", "Gallant"),
        ("Brandvold", "Ilse Brandvold", "Mayor", "Mayor Ilse Brandvold"),
        ("Nadal", "Rafael Nadal", None, "Nadal"),
        ("Han Kang", "Han Kang", "South Korean novelist", "Han Kang"),
        ("Kelpline", "Kelpline Energy", "start-up", "Kelpline Energy"),
        ("Norhaven", "Norhaven Foods Inc.", None, "Norhaven"),
    ],
)
async def test_who_somebody_is(desk: Desk, about: str, name: str, role: str | None, quoted: str) -> None:
    card = (await desk.ask("who", about)).findings[0]
    assert card.text == name
    assert role is None or card.role == role
    assert quoted in card.quotes[0].text
    days = [quote.article for quote in card.quotes]
    assert days == sorted(days, reverse=True)
    assert len({quote.text for quote in card.quotes}) == len(card.quotes) <= 3


async def test_a_card_quotes_sentences_that_say_something(desk: Desk) -> None:
    for about in ("Brandvold", "Nygard", "Biden", "Netanyahu", "Dunstan", "Nadal"):
        card = (await desk.ask("who", about)).findings[0]
        assert all(len(quote.text) >= 60 for quote in card.quotes), about


async def test_who_matters_in_a_subject(desk: Desk) -> None:
    winners = texts(await desk.ask("who", "Nobel prize"))
    assert {"Victor Ambros", "Gary Ruvkun", "Han Kang"} <= set(winners)
    ward = await desk.ask("who", "maternity ward")
    assert "Noor Halvane" in texts(ward)
    assert all(finding.quotes for finding in ward.findings)


async def test_a_misspelt_name_is_put_right_and_said(desk: Desk) -> None:
    answer = await desk.ask("who", "Netanyaho")
    assert texts(answer) == ["Benjamin Netanyahu"]
    assert answer.note == "Showing Benjamin Netanyahu."
    assert answer.about == "Netanyaho"
    what = await desk.ask("what", "Netanyaho")
    assert what.found and "netanyahu" in (what.note or "")


@pytest.mark.parametrize(
    ("about", "headline", "words"),
    [
        ("call", "call", "50 minutes"),
        ("ransomware attack", "town hall", "ransomware"),
        ("hurricane", "Milton", "Hurricane Milton"),
        ("Nadal", "Nadal", "Davis Cup"),
        ("harbour tax", "tax", "harbour tax"),
        ("oil sheen", "oil sheen", "sheen"),
        ("who bought the cannery", "Norhaven", "Norhaven"),
    ],
)
async def test_what_happened(desk: Desk, about: str, headline: str, words: str) -> None:
    answer = await desk.ask("what", about)
    assert headline.lower() in texts(answer)[0].lower()
    assert words.lower() in first_quote(answer).lower()


async def test_what_shows_an_event_once_however_many_tell_it(desk: Desk) -> None:
    answer = await desk.ask("what", "Nadal")
    assert len(answer.findings) == 1
    assert len(answer.citations) == 2
    assert len({quote.article for quote in answer.findings[0].quotes}) == 2


async def test_what_leaves_out_what_has_the_word_in_passing(desk: Desk) -> None:
    assert not any("Nobel" in text for text in texts(await desk.ask("what", "call")))
    assert not any("NASA" in text for text in texts(await desk.ask("what", "hurricane")))


@pytest.mark.parametrize(
    ("about", "day"),
    [
        ("did Iran attack Israel", "2024-10-01"),
        ("When did Iran attack Israel?", "2024-10-01"),
        ("when was the visit to Washington", "2024-10-08"),
        ("when was the ransomware attack", "2024-10-03"),
        ("when was the cannery sold", "2024-10-02"),
        ("when was the Nobel prize in literature awarded", "2024-10-10"),
        ("When did the dockworkers strike begin?", "2024-10-01"),
        ("when did the dockworkers' strike end", "2024-10-04"),
        ("When is the vote", "2024-10-14"),
        ("When did the maternity ward close?", "2024-10-08"),
    ],
)
async def test_a_question_gets_its_day_first(desk: Desk, about: str, day: str) -> None:
    answer = await desk.ask("when", about)
    assert answer.findings[0].day == date.fromisoformat(day)
    rest = [finding.day for finding in answer.findings[1:] if finding.day]
    assert rest == sorted(rest)


async def test_a_plan_that_was_dropped_does_not_lead(desk: Desk) -> None:
    assert "will stay open" in first_quote(await desk.ask("when", "When did the maternity ward close?"))


@pytest.mark.parametrize(
    ("about", "day"),
    [
        ("missiles", "2024-10-01"),
        ("visit to Washington", "2024-10-08"),
        ('"visit to Washington"', "2024-10-08"),
        ("ransomware attack", "2024-10-03"),
        ("cannery sale", "2024-10-02"),
        ("Nobel prize in literature", "2024-10-10"),
    ],
)
async def test_words_alone_get_their_days_in_order_of_time(desk: Desk, about: str, day: str) -> None:
    answer = await desk.ask("when", about, limit=15)
    days = [finding.day for finding in answer.findings if finding.day]
    assert date.fromisoformat(day) in days
    assert days == sorted(days)
    assert (answer.note == "In order of time.") == (len(days) > 1)


async def test_when_missiles_is_about_the_attack_with_nearly_two_hundred(desk: Desk) -> None:
    told = (await desk.ask("when", "missiles", limit=15)).findings
    assert any("nearly 200" in finding.quotes[0].text for finding in told)
    assert {finding.precision for finding in told} == {"day", "month"}
    assert any(finding.also_in for finding in told)


async def test_a_date_of_saying_does_not_date_what_was_said(desk: Desk) -> None:
    answer = await desk.ask("ask", "When will Nadal retire?")
    assert all(finding.day != date(2024, 10, 10) for finding in answer.findings)
    retires = (await desk.ask("when", "will Nadal retire")).findings[0]
    assert (retires.day, retires.precision) == (date(2024, 11, 1), "month")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who was due to visit Washington?", "Yoav Gallant"),
        ("Who won the Nobel prize in literature?", "Han Kang"),
        ("Who bought the cannery?", "Norhaven Foods Inc."),
        ("Who is the mayor of Port Ansel?", "Ilse Brandvold"),
        ("Who painted the Herring Fleet?", "Elspeth Crane"),
        ("Who is Yoav Gallant?", "Yoav Gallant"),
        ("Where did Milton come ashore?", "Siesta Key"),
        ("How many missiles did Iran fire?", "200"),
        ("How much did Norhaven pay for the cannery?", "$41 million"),
        ("How long did the call last?", "about 50 minutes"),
    ],
)
async def test_a_question_is_answered_by_its_sentence_with_the_answer_marked(
    desk: Desk, question: str, answer: str
) -> None:
    finding = (await desk.ask("ask", question)).findings[0]
    assert finding.text == answer
    quote = finding.quotes[0]
    marked = [quote.text[start:end] for start, end in quote.highlights]
    assert marked and (marked[0] in answer or answer in marked[0])


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Paris?",
        "Who shot the president of France?",
        "Who won the cup final in Lisbon?",
        "Where was Gallant born?",
        "How many goals did Nadal score?",
        "Who invented the telephone?",
        "How long is the Danube?",
        "When did the king of Norway abdicate?",
    ],
)
async def test_a_question_without_an_answer_in_the_news_is_not_answered(desk: Desk, question: str) -> None:
    answer = await desk.ask("ask", question)
    assert not answer.found
    assert answer.near


async def test_search_keeps_to_phrases_exclusions_and_filters(desk: Desk) -> None:
    assert texts(await desk.ask("search", '"oil sheen" -dredger')) == [
        "Oil sheen spreads across Ansel Bay as tidal trial is halted",
        "Island crew wins Skerry Head regatta for first time since 1996",
    ]
    since = await desk.ask("search", "Nobel since:2024-10-10")
    assert {finding.day for finding in since.findings} == {date(2024, 10, 10)}
    sports = await desk.ask("search", "topic:sports", limit=3)
    assert (sports.kind, len(sports.findings)) == ("search", 3)


async def test_search_marks_the_words_in_what_it_quotes(desk: Desk) -> None:
    for finding in (await desk.ask("search", "Nobel")).findings:
        quote = finding.quotes[0]
        assert {quote.text[start:end] for start, end in quote.highlights} == {"Nobel"}


async def test_a_search_that_matches_in_part_says_so(desk: Desk) -> None:
    answer = await desk.ask("search", "Nobel zzqx")
    assert answer.found
    assert answer.note == "No article has all of these words; these have some."


async def test_latest_is_newest_first(desk: Desk) -> None:
    answer = await desk.ask("latest", limit=8)
    days = [finding.day for finding in answer.findings if finding.day]
    assert days == sorted(days, reverse=True)
    assert days[0] == date(2024, 10, 10)
    assert len(answer.findings) == 8
    assert all(finding.quotes for finding in answer.findings)
    older = await desk.ask("latest", topic="sports", until=date(2024, 10, 7))
    assert all(finding.day and finding.day <= date(2024, 10, 7) for finding in older.findings)


@pytest.mark.parametrize("kind", ["who", "what", "when", "ask", "search"])
async def test_what_is_nowhere_is_said_with_something_near(desk: Desk, kind: str) -> None:
    answer = await desk.ask(kind, "zzqx")
    assert not answer.found
    assert (answer.kind, answer.about, answer.findings, answer.citations) == (kind, "zzqx", (), {})
    assert 0 < len(answer.near) <= 5


async def test_near_comes_first_what_is_spelt_alike(desk: Desk) -> None:
    assert (await desk.ask("search", "Galant")).near[0] == "Yoav Gallant"
    assert "Ilse Brandvold" in (await desk.ask("search", "brandvald")).near


@pytest.mark.parametrize("kind", ["who", "what", "when", "ask", "search", "latest"])
async def test_window_topic_and_limit_hold_for_every_kind(desk: Desk, kind: str) -> None:
    about = "Who is Biden?" if kind == "ask" else "Biden"
    limits = {"since": date(2024, 10, 2), "until": date(2024, 10, 8), "topic": "world"}
    answer = await desk.ask(kind, about, limit=2, **limits)
    assert answer.found
    assert 1 <= len(answer.findings) <= 2
    for citation in answer.citations.values():
        assert date(2024, 10, 2) <= citation.published.date() <= date(2024, 10, 8)
    for stored in await desk.index.articles.get_many(list(answer.citations), desk.scope):
        assert "world" in {label.topic for label in stored.topics}
    assert not (await desk.ask(kind, about, until=date(2020, 1, 1))).found
