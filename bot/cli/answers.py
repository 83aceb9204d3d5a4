"""who, what, when, ask, search and digest: the answers of the bot, without Discord."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import answers
from bot.answers import AnswerOptions
from bot.app import open_parts, utc_now
from bot.cli.lines import input_lines
from bot.cli.options import EXIT_FAILED, Config, Db, Guild, Json, Limit, Since, TopicName, Until
from bot.cli.output import answer_to_json, digest_to_json, print_answer, print_digest, print_json
from bot.digests.composing.composer import Composer
from bot.errors import NutgrafError, QueryError
from bot.index import Index
from bot.models import Answer, Digest, Scope, Subject
from bot.query.windows import parse_window
from bot.settings import Settings, load_settings

About = Annotated[str, typer.Argument(help="A person, an organisation, a place or a subject.")]
Answering = Callable[[Index, AnswerOptions], Awaitable[Answer]]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(who)
    app.command()(what)
    app.command()(when)
    app.command()(ask)
    app.command()(search)
    app.command()(digest)


def who(
    about: About,
    json_: Json = False,
    since: Since = None,
    until: Until = None,
    topic: TopicName = None,
    guild: Guild = None,
    limit: Limit = 5,
    db: Db = None,
    config: Config = None,
) -> None:
    """Say who somebody is, or who matters in a subject."""
    _answer(answers.who, about, json_, since, until, topic, guild, limit, db, config)


def what(
    about: About,
    json_: Json = False,
    since: Since = None,
    until: Until = None,
    topic: TopicName = None,
    guild: Guild = None,
    limit: Limit = 5,
    db: Db = None,
    config: Config = None,
) -> None:
    """Say what happened."""
    _answer(answers.what, about, json_, since, until, topic, guild, limit, db, config)


def when(
    about: About,
    json_: Json = False,
    since: Since = None,
    until: Until = None,
    topic: TopicName = None,
    guild: Guild = None,
    limit: Limit = 5,
    db: Db = None,
    config: Config = None,
) -> None:
    """Say on which days something happened; to a question, the one that it asks for first."""
    _answer(answers.when, about, json_, since, until, topic, guild, limit, db, config)


def search(
    query: Annotated[
        str, typer.Argument(help='Words, "phrases", -exclusions, source: topic: person: since: until:')
    ],
    json_: Json = False,
    since: Since = None,
    until: Until = None,
    topic: TopicName = None,
    guild: Guild = None,
    limit: Limit = 10,
    db: Db = None,
    config: Config = None,
) -> None:
    """Find articles."""
    _answer(answers.search, query, json_, since, until, topic, guild, limit, db, config)


def ask(
    question: Annotated[str, typer.Argument(help="A question in plain words; with --jsonl a file, or -.")],
    json_: Json = False,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"id", "question"} a line, write an answer a line.'),
    ] = False,
    since: Since = None,
    until: Until = None,
    topic: TopicName = None,
    guild: Guild = None,
    limit: Limit = 5,
    db: Db = None,
    config: Config = None,
) -> None:
    """Answer a question with a quoted sentence, or say that nothing was found."""
    if not jsonl:
        _answer(answers.ask, question, json_, since, until, topic, guild, limit, db, config)
        return
    if not asyncio.run(_ask_all(question, since, until, topic, guild, limit, db, config)):
        raise typer.Exit(EXIT_FAILED)


def digest(
    topic: Annotated[str, typer.Argument(help='A topic\'s name, or "all".')],
    json_: Json = False,
    guild: Guild = None,
    db: Db = None,
    config: Config = None,
) -> None:
    """Compose a digest of a topic now."""
    settings = load_settings(config, db=db)
    composed = asyncio.run(_compose(settings, topic, guild))
    if json_:
        print_json(digest_to_json(topic, composed))
    else:
        print_digest(topic, composed, settings.digests.max_age_days)


def _answer(
    kind: Callable[..., Awaitable[Answer]],
    about: str,
    json_: bool,
    since: str | None,
    until: str | None,
    topic: str | None,
    guild: int | None,
    limit: int,
    db: Path | None,
    config: Path | None,
) -> None:
    async def run() -> Answer:
        today = utc_now().date()
        async with open_parts(load_settings(config, db=db), read_only=True) as parts:
            options = AnswerOptions(
                parse_window(since, until, today),
                _known_topic(topic, parts.topics),
                limit,
                topics=parts.topics,
            )
            return await kind(parts.index, about, scope=Scope(guild, None), options=options, today=today)

    answer = asyncio.run(run())
    if json_:
        print_json(answer_to_json(answer))
    else:
        print_answer(answer)


async def _ask_all(
    source: str,
    since: str | None,
    until: str | None,
    topic: str | None,
    guild: int | None,
    limit: int,
    db: Path | None,
    config: Path | None,
) -> bool:
    """Answer a question a line; returns whether every line could be read."""
    today = utc_now().date()
    good = True
    async with open_parts(load_settings(config, db=db), read_only=True) as parts:
        options = AnswerOptions(parse_window(since, until, today), _known_topic(topic, parts.topics), limit)
        for number, line in enumerate(input_lines(source), 1):
            name: Any = None
            try:
                name, question = _question(line, number)
                answer = await answers.ask(
                    parts.index, question, scope=Scope(guild, None), options=options, today=today
                )
                print_json({"id": name, **answer_to_json(answer)})
            except NutgrafError as error:
                good = False
                print_json({"id": name, "error": str(error)})
    return good


def _question(line: str, number: int) -> tuple[Any, str]:
    try:
        value = json.loads(line)
        name, question = value.get("id"), value["question"]
    except (ValueError, KeyError, AttributeError, RecursionError):
        name = question = None
    if not isinstance(question, str):
        raise QueryError(f'Line {number} is not {{"id": …, "question": "…"}}.')
    return name, question


async def _compose(settings: Settings, topic: str, guild: int | None) -> Digest | None:
    async with open_parts(settings, read_only=True) as parts:
        name = None if topic == "all" else _known_topic(topic, parts.topics)
        composer = Composer(parts.index, settings.digests, parts.topics, now=utc_now())
        subject = Subject(topics=(name,)) if name else Subject()
        return await composer.compose(subject=subject, scope=Scope(guild, None), channel=None)


def _known_topic(topic: str | None, topics: Any) -> str | None:
    if topic is not None and topic not in topics:
        raise QueryError(f"There is no topic {topic!r}: the topics are {', '.join(topics)}.")
    return topic
