"""What is in a digest: the newest stories that a channel has not been shown, the most important first.

Many digests are due at eight o'clock, and most of them are of the same few subjects. A :class:`Composer` is
of one moment: it ranks each subject once for all who see the same feeds, sifts it once for each set of
wishes, reads and tells each story once, and asks once a channel what it was shown. Equal choices are one
:class:`Digest`, the very same object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.digests.composing.choosing import Eligible, RankedStory, room_for
from bot.digests.composing.once import Once
from bot.digests.composing.prospects import ProspectFinder, Prospects
from bot.digests.composing.seen import Seen, SeenStories
from bot.digests.composing.shelf import Shelf
from bot.digests.composing.sights import Sight
from bot.digests.composing.telling import Telling, put_together, tell
from bot.digests.options.naming import name_subject
from bot.models import (
    Article,
    ArticleId,
    Digest,
    DigestPreview,
    LeftOut,
    LeftOutReason,
    Preferences,
    Scope,
    StoredArticle,
    StoryId,
    Subject,
    Subscription,
    Topic,
    TopicLabel,
)
from bot.settings import DigestSettings

if TYPE_CHECKING:
    from bot.index import Index, Shown

USUAL = Preferences()
UPDATE_GAP = timedelta(hours=3)
"""Between two posts of one story in a channel, unless news is posted as it happens."""
STORY_DAYS = timedelta(days=4)
"""A story's articles are published within so many days."""
MOST_UPDATES = 20
"""Shown stories that are looked at for one digest for whether they have developed."""
MOST_EXPLAINED = 300
"""Stories of which it is told why they are left out, the most important."""


@dataclass(slots=True)
class _Picked:
    """What is chosen for a digest, and why what ranks before the last of it is not."""

    tellings: list[Telling] = field(default_factory=list)
    passed: dict[StoryId, tuple[LeftOutReason, str]] = field(default_factory=dict)


class Composer:
    """Composes digests of one moment; what several of them have in common is looked up once."""

    def __init__(
        self, index: Index, settings: DigestSettings, topics: Mapping[str, Topic], *, now: datetime
    ) -> None:
        self._index = index
        self._settings = settings
        self._topics = topics
        self._now = now
        self._prospects = ProspectFinder(index, topics, now=now, max_age_days=settings.max_age_days)
        self._shelf = Shelf(index)
        oldest = self._prospects.oldest
        self._seen = SeenStories(index, None if oldest is None else oldest - STORY_DAYS)
        self._titles: Once[str] = Once()
        self._digests: dict[Hashable, tuple[Digest, frozenset[StoryId]]] = {}
        self._called: dict[Hashable, Digest] = {}
        # a channel's digests that are due together are composed before any of them is in the ledger
        self._told: dict[int, dict[Subject, frozenset[StoryId]]] = defaultdict(dict)

    async def expect(self, subscriptions: Iterable[Subscription]) -> None:
        """Look up at once what :meth:`compose` will need for each of some subscriptions by itself.

        It need not be called; for a hundred subscriptions it takes half the time of composing their digests.
        """
        sights = [(each.channel, (await self._prospects.sight(each.scope)).scope) for each in subscriptions]
        await self._seen.expect(sights)

    async def compose(
        self,
        *,
        subject: Subject,
        scope: Scope,
        channel: int | None,
        preferences: Preferences = USUAL,
        since: datetime | None = None,
        live: bool = False,
    ) -> Digest | None:
        """Return a digest for a channel (or the member with that id), or None when there is nothing new.

        `channel` None is a digest for nobody in particular: nothing counts as shown. `since` is set when
        slots were missed. `live`: it is posted as news happens, so that a story may be updated at any time.
        Where a quiet day is to be said, a digest without stories is returned, which calls nobody; as it
        happens, nothing happens most of the time, and there are no quiet days.
        Stories below the cut are left for the next digest; what one digest of a channel tells, another of
        the same moment does not. Raises :class:`StorageError`.
        """
        prospects = await self._prospects.find(subject, scope, preferences, backlog=channel is None)
        seen = await self._seen_by(channel, prospects.sight)
        elsewhere = self._told_elsewhere(channel, subject)
        picked = await self._pick(prospects, seen, elsewhere, preferences, live=live)
        title = await self._title(subject, prospects.sight)
        digest, squeezed = self._put(picked.tellings, subject, title, preferences, since)
        if channel is not None:
            self._told[channel][subject] = frozenset(each.story for each in picked.tellings) - squeezed
        if not digest.all_stories:
            return digest if preferences.say_quiet and channel is not None and not live else None
        return await self._calling(digest, preferences)

    async def explain(
        self,
        *,
        subject: Subject,
        scope: Scope,
        channel: int | None,
        preferences: Preferences = USUAL,
        live: bool = False,
    ) -> DigestPreview:
        """Return what :meth:`compose` would, and why every other story of the last days is not in it.

        Told are the :data:`MOST_EXPLAINED` most important. Raises :class:`StorageError`.
        """
        prospects = await self._prospects.find(subject, scope, preferences, backlog=channel is None)
        seen = await self._seen_by(channel, prospects.sight)
        picked = await self._pick(prospects, seen, frozenset(), preferences, live=live)
        title = await self._title(subject, prospects.sight)
        digest, squeezed = self._put(picked.tellings, subject, title, preferences, None)
        held = {each.story for each in picked.tellings} - squeezed
        why = {}
        place = 0
        async for each in prospects.eligible():
            place += 1
            reason = picked.passed.get(each.story.id)
            if each.story.id not in held:
                why[each.story.id] = (each.story, *(reason or _below(place, len(held))))
        why |= {each.story.id: (each.story, each.reason, each.detail) for each in prospects.refused}
        found = len(held) + len(why)
        for story in await self._prospects.too_old(subject, scope):
            if story.id not in why and story.id not in held:
                why[story.id] = (story, LeftOutReason.TOO_OLD, self._too_old())
        left_out = await self._left_out(list(why.values()), seen, prospects.sight)
        shown: Digest | None = await self._calling(digest, preferences) if digest.all_stories else None
        if shown is None and preferences.say_quiet and channel is not None and not live:
            shown = digest
        return DigestPreview(shown, left_out, prospects.note, found)

    async def note(self, subject: Subject, scope: Scope) -> str:
        """Return what of a subject finds nothing any more, in sentences: why there may be nothing new."""
        return await self._prospects.note(subject, scope)

    # --- choosing ----------------------------------------------------------------------------------------

    async def _pick(
        self,
        prospects: Prospects,
        seen: Seen,
        elsewhere: frozenset[StoryId],
        preferences: Preferences,
        *,
        live: bool,
    ) -> _Picked:
        """Go down the stories until there are enough."""
        most = room_for(preferences.length, self._settings.stories).most
        scope = prospects.sight.scope
        await self._shelf.tell_all(await _first_of(prospects, most, seen), scope)
        picked = _Picked()
        updates = 0
        async for each in prospects.eligible():
            if len(picked.tellings) >= most:
                break
            shown = seen.get(each.story.id)
            if each.story.id in elsewhere:
                picked.passed[each.story.id] = LeftOutReason.SEEN, "in another digest of this moment"
            elif shown is None:
                telling = await self._shelf.telling(each, scope)
                if telling is None:
                    picked.passed[each.story.id] = LeftOutReason.UNQUOTABLE, "no sentence of it can be quoted"
                else:
                    picked.tellings.append(telling)
            else:
                found = await self._updated(each, shown, scope, live=live, looked_at=updates)
                if isinstance(found, Telling):
                    picked.tellings.append(found)
                else:
                    picked.passed[each.story.id] = LeftOutReason.SEEN, found
                updates += found != NOTHING_NEW
        return picked

    async def _updated(
        self, story: Eligible, shown: Shown, scope: Scope, *, live: bool, looked_at: int
    ) -> Telling | str:
        """Return how a shown story has developed, or why it is not told again."""
        at = shown.at.timestamp()
        if story.newest <= at or looked_at >= MOST_UPDATES:
            return NOTHING_NEW
        new = [
            each
            for each in story.tellers
            if each.first_seen > at and each.article not in shown.articles and not each.backlog
        ]
        if not new:
            return NOTHING_NEW
        if not live and self._now - shown.at < UPDATE_GAP:
            return "shown less than three hours ago"
        told = await self._shelf.update(story, new, shown.articles, shown.at, scope)
        return told if told is not None else "retold since, with nothing new"

    async def _seen_by(self, channel: int | None, sight: Sight) -> Seen:
        return {} if channel is None else await self._seen.of(channel, sight.scope)

    def _told_elsewhere(self, channel: int | None, subject: Subject) -> frozenset[StoryId]:
        if channel is None or channel not in self._told:
            return frozenset()
        others = [told for other, told in self._told[channel].items() if other != subject]
        return frozenset().union(*others)

    # --- putting together --------------------------------------------------------------------------------

    def _put(
        self,
        tellings: Sequence[Telling],
        subject: Subject,
        title: str,
        preferences: Preferences,
        since: datetime | None,
    ) -> tuple[Digest, frozenset[StoryId]]:
        key = (subject, title, preferences.length, preferences.order, since, tuple(map(id, tellings)))
        if key not in self._digests:
            self._digests[key] = put_together(
                tellings,
                room=room_for(preferences.length, self._settings.stories),
                length=preferences.length,
                order=preferences.order,
                empty=Digest(subject, title, (), self._now, since),
            )
        return self._digests[key]

    async def _calling(self, digest: Digest, preferences: Preferences) -> Digest:
        """Return the digest with the role that it calls, if it does."""
        mention = preferences.mention
        if mention is None:
            return digest
        if mention.words:
            told = {
                citation.article
                for story in digest.all_stories
                for citation in (story.citation, *story.also_in)
            }
            having = await self._prospects.having(mention.words)
            if not any(told & articles for _, articles in having):
                return digest
        return self._called.setdefault((id(digest), mention.role), replace(digest, mention=mention.role))

    async def _title(self, subject: Subject, sight: Sight) -> str:
        async def named() -> str:
            feeds = await self._index.feeds.titles(subject.feeds, sight.scope) if subject.feeds else {}
            return name_subject(subject, self._topics, feeds)

        return await self._titles.get((subject, sight.scope), named)

    # --- explaining --------------------------------------------------------------------------------------

    async def _left_out(
        self,
        stories: list[tuple[RankedStory, LeftOutReason, str]],
        seen: Seen,
        sight: Sight,
    ) -> tuple[LeftOut, ...]:
        chosen = sorted(stories, key=lambda each: each[0].place)[:MOST_EXPLAINED]
        cited = await self._index.candidates.citations([_face(story) for story, _, _ in chosen], sight.scope)
        left_out = []
        for story, reason, detail in chosen:
            shown = seen.get(story.id)
            if shown is not None and reason is not LeftOutReason.SEEN:
                reason, detail = LeftOutReason.SEEN, NOTHING_NEW
            citation = cited.get(_face(story))
            if citation is not None:
                left_out.append(LeftOut(citation, reason, detail, shown.at if shown else None))
        return tuple(left_out)

    def _too_old(self) -> str:
        return f"published more than {self._settings.max_age_days} days ago"


NOTHING_NEW = "nothing new since"


def _below(place: int, told: int) -> tuple[LeftOutReason, str]:
    return LeftOutReason.BELOW_CUT, f"number {place} by importance; {told} are told"


async def _first_of(prospects: Prospects, most: int, seen: Collection[StoryId]) -> list[Eligible]:
    """Return the most important stories that were not shown."""
    found: list[Eligible] = []
    async for each in prospects.eligible():
        if len(found) >= most:
            break
        if each.story.id not in seen:
            found.append(each)
    return found


def _face(story: RankedStory) -> ArticleId:
    """Return the article by which a story is named."""
    return next(each.article for each in story.articles if each.wanted)


def preview(
    articles: Sequence[tuple[Article, Sequence[TopicLabel]]], *, now: datetime, settings: DigestSettings
) -> Digest | None:
    """Return what a digest of these articles alone would be, or None when none of them can be quoted.

    They are in no index: the ids by which they are cited mean nothing, and each is a story of its own.
    """
    stored = [
        StoredArticle(ArticleId(number), article, tuple(labels), now)
        for number, (article, labels) in enumerate(articles, 1)
    ]
    stored.sort(key=lambda each: each.article.document.published, reverse=True)
    tellings = [
        tell(StoryId(each.id), int(each.article.document.published.timestamp()), [each]) for each in stored
    ]
    room = room_for("normal", settings.stories)
    digest, _ = put_together(
        [each for each in tellings if each is not None][: room.stories],
        room=replace(room, brief=0),
        length="normal",
        order="importance",
        empty=Digest(Subject(), "", (), now),
    )
    return digest if digest.stories else None
