"""`/who` `/what` `/when` `/ask` `/search` `/latest`, and the buttons under their answers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers import AnswerOptions, ask, latest, search, story, trends, what, when, who
from bot.models import Answer, AnswerKind
from bot.query.windows import parse_window
from bot.views.answer import AskAgain, ExpiringAnswer, answer_view
from bot.views.buttons import ANSWER_TEMPLATE, AnswerKey, read_answer_id
from bot.views.charts import Picture, draw, files_of
from bot.views.pages import FINDINGS_A_PAGE
from bot.views.sharing import may_attach, share, shown_to_all
from cogs.border import border
from cogs.options import (
    About,
    Day,
    Query,
    Question,
    TopicOption,
    anywhere,
    scope_of,
    show,
    suggest_about,
    suggest_day,
    suggest_query,
)

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]

_ANSWERERS: Mapping[AnswerKind, Callable[..., Awaitable[Answer]]] = {
    "who": who,
    "what": what,
    "when": when,
    "ask": ask,
    "search": search,
    "story": story,
}
_MOST_FINDINGS: Mapping[AnswerKind, int] = {
    "who": 10,
    "what": 10,
    "when": 15,
    "ask": 5,
    "search": FINDINGS_A_PAGE,
    "latest": 25,
    "story": 13,
    "trends": 10,
}
"""Over all pages; of a search, which tells its total, on each."""

_Command = TypeVar("_Command")

OptionalTopic = app_commands.Transform[str, TopicOption] | None


def narrowed(command: _Command) -> _Command:
    """Describe and complete the options that narrow a question."""
    described = app_commands.describe(
        since="Only articles since this day: yesterday, last week, 2024-10-01",
        until="Only articles until this day",
        topic="Only articles of this topic",
    )
    return described(app_commands.autocomplete(since=suggest_day, until=suggest_day)(command))


async def find(interaction: Interaction, key: AnswerKey, page: int = 0) -> Answer:
    """Return the answer to what a command or a button asks, for the eyes of who asks.

    It holds all pages, or (of a search) the one alone.
    """
    bot, scope = interaction.client, scope_of(interaction)
    limit = _MOST_FINDINGS[key.kind]
    options = AnswerOptions(
        window=key.window, topic=key.topic, limit=limit, offset=page * limit, topics=bot.topics
    )
    today = bot.clock().date()
    if key.kind == "trends":
        return await trends(bot.index, scope=scope, options=options, today=today)
    if key.kind == "latest":
        return await latest(bot.index, scope=scope, options=options, today=today)
    return await _ANSWERERS[key.kind](bot.index, key.about, scope=scope, options=options, today=today)


def shareable(interaction: Interaction, *, private: bool) -> bool:
    """Say whether *Share to channel* makes sense: there is somebody else to show it to."""
    return private and interaction.guild_id is not None


def _asking_again(key: AnswerKey) -> AskAgain:
    async def ask_again(interaction: Interaction, page: int) -> Answer | None:
        async with border(interaction):
            return await find(interaction, key, page)
        return None

    return ask_again


async def answer_with(
    interaction: Interaction,
    kind: AnswerKind,
    about: str,
    limits: tuple[str | None, str | None, str | None],
) -> None:
    """Answer a command, with a picture where there is one; `limits` are since, until and topic."""
    since, until, topic = limits
    settings = interaction.client.settings
    window = parse_window(since, until, interaction.client.clock().date())
    private = not settings.answers_public
    await interaction.response.defer(ephemeral=private, thinking=True)
    key = AnswerKey(kind, about, topic, window)
    answer = await find(interaction, key)
    picture = await draw(answer)
    offer = shareable(interaction, private=private)
    view = answer_view(answer, private=offer, topic=topic, window=window, picture=picture)
    if isinstance(view, ExpiringAnswer):
        view.origin, view.ask_again = interaction, _asking_again(key)
    await show(interaction, view)


class AnswerButton(ui.DynamicItem[ui.Button[Any]], template=ANSWER_TEMPLATE):
    """*Back*, *Next*, near words, *Share to channel*: asks again what its custom_id says, however old."""

    def __init__(self, button: ui.Button[Any], asked: re.Match[str]) -> None:
        super().__init__(button)
        self._asked = asked

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> AnswerButton:
        """Make the button anew from what was pressed."""
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Show the page, in place or (on a public answer) to who pressed; or share it."""
        async with border(interaction):
            key, page = read_answer_id(self._asked)
            answer = await find(interaction, key, page)
            picture = await draw(answer) if page == 0 else None
            view_of = partial(
                answer_view, answer, page=page, topic=key.topic, window=key.window, picture=picture
            )
            if self._asked["action"] == "s":
                await self._share(interaction, key, page, answer, picture)
            elif shown_to_all(interaction):
                view = view_of(private=True)
                await interaction.response.send_message(view=view, files=files_of(view), ephemeral=True)
            else:
                view = view_of(private=shareable(interaction, private=True))
                await interaction.response.edit_message(view=view, attachments=files_of(view))

    async def _share(
        self, interaction: Interaction, key: AnswerKey, page: int, answer: Answer, picture: Picture | None
    ) -> None:
        public = answer_view(
            answer,
            private=False,
            page=page,
            shared_by=interaction.user.id,
            topic=key.topic,
            window=key.window,
            picture=picture if may_attach(interaction) else None,
        )
        done = answer_view(
            answer,
            private=True,
            page=page,
            shared=True,
            topic=key.topic,
            window=key.window,
            picture=picture,
        )
        await share(interaction, public, afterwards=done)


class Answers(commands.Cog):
    """Questions about the news."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="Who is behind it, or who somebody is: people, roles, what they did")
    @app_commands.describe(about="A person, an organisation, or anything in the news")
    @app_commands.autocomplete(about=suggest_about)
    @narrowed
    @anywhere
    async def who(
        self,
        interaction: Interaction,
        about: About,
        since: Day | None = None,
        until: Day | None = None,
        topic: OptionalTopic = None,
    ) -> None:
        """Answer who."""
        await answer_with(interaction, "who", about, (since, until, topic))

    @app_commands.command(description="What happened, in sentences quoted from the articles")
    @app_commands.describe(about="A person, a place, an event: anything in the news")
    @app_commands.autocomplete(about=suggest_about)
    @narrowed
    @anywhere
    async def what(
        self,
        interaction: Interaction,
        about: About,
        since: Day | None = None,
        until: Day | None = None,
        topic: OptionalTopic = None,
    ) -> None:
        """Answer what."""
        await answer_with(interaction, "what", about, (since, until, topic))

    @app_commands.command(description="When it happened: the days, with the sentences that say so")
    @app_commands.describe(about="An event, a person, a place: anything in the news")
    @app_commands.autocomplete(about=suggest_about)
    @narrowed
    @anywhere
    async def when(
        self,
        interaction: Interaction,
        about: About,
        since: Day | None = None,
        until: Day | None = None,
        topic: OptionalTopic = None,
    ) -> None:
        """Answer when."""
        await answer_with(interaction, "when", about, (since, until, topic))

    @app_commands.command(description="Ask a question in your own words")
    @app_commands.describe(question="Such as: Who was due to visit Washington?")
    @narrowed
    @anywhere
    async def ask(
        self,
        interaction: Interaction,
        question: Question,
        since: Day | None = None,
        until: Day | None = None,
        topic: OptionalTopic = None,
    ) -> None:
        """Answer a question."""
        await answer_with(interaction, "ask", question, (since, until, topic))

    @app_commands.command(description='Search the articles: words, "phrases", -exclusions')
    @app_commands.describe(query='Words, "phrases", -exclusions, source:courier, person:ruiz, -topic:sports')
    @app_commands.autocomplete(query=suggest_query)
    @narrowed
    @anywhere
    async def search(
        self,
        interaction: Interaction,
        query: Query,
        since: Day | None = None,
        until: Day | None = None,
        topic: OptionalTopic = None,
    ) -> None:
        """Search."""
        await answer_with(interaction, "search", query, (since, until, topic))

    @app_commands.command(description="The newest stories, each once, with who else tells it")
    @narrowed
    @anywhere
    async def latest(
        self,
        interaction: Interaction,
        topic: OptionalTopic = None,
        since: Day | None = None,
        until: Day | None = None,
    ) -> None:
        """Show the newest stories."""
        await answer_with(interaction, "latest", "", (since, until, topic))


async def setup(bot: Nutgraf) -> None:
    """Add the commands and answer their buttons, also those of before a restart."""
    bot.add_dynamic_items(AnswerButton)
    await bot.add_cog(Answers(bot))
