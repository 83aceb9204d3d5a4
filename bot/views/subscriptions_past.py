"""What came of a subscription: its last digests, what happened at its last slots, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from discord import ui

from bot.models import (
    BY_HAND,
    Delivery,
    DeliveryState,
    DigestPreview,
    LeftOut,
    LeftOutReason,
    Publication,
    SlotAccount,
    SlotOutcome,
    Subscription,
)
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.escape import escape
from bot.views.layout import INK, QUIET, Card, container, rule
from bot.views.phrases import coming, counted, dotted, headline, moment, outlet
from bot.views.subscriptions import TITLE_LIMIT, cut, is_live
from bot.views.subscriptions_buttons import desk_button, pages_of, turning_row

DELIVERIES_A_PAGE = 10
LEFT_OUT_A_PAGE = 15
_HEADLINE_LIMIT = 120
_NOTE_LIMIT = 240
_LIMITS = (240, 150, 75)
"""Of what is said of each slot or digest, the first with which all of a page fit."""
_DETAIL_LIMIT = 80
_PROBLEM_LIMIT = 500
_FOOT = 200

_STATES: Mapping[DeliveryState, tuple[str, str]] = {
    DeliveryState.CLAIMED: ("⏳", "on its way"),
    DeliveryState.SENT: ("📰", "posted"),
    DeliveryState.EMPTY: ("💤", "nothing new"),
    DeliveryState.HELD: ("🟠", "perhaps posted"),
    DeliveryState.FAILED: ("🔴", "not posted"),
    DeliveryState.MISSED: ("⚪", "missed"),
}
_OUTCOMES: Mapping[SlotOutcome, str] = {
    SlotOutcome.POSTED: "📰",
    SlotOutcome.EMPTY: "💤",
    SlotOutcome.SENDING: "⏳",
    SlotOutcome.HELD: "🟠",
    SlotOutcome.FAILED: "🔴",
    SlotOutcome.MISSED: "⚪",
    SlotOutcome.PAUSED: "⏸️",
    SlotOutcome.WAITING: "⏳",
}
_REASONS: Mapping[LeftOutReason, str] = {
    LeftOutReason.SEEN: "Shown here before",
    LeftOutReason.WORDS: "Without any of the words that you ask for",
    LeftOutReason.EXCLUDED: "With a word that you leave out",
    LeftOutReason.LANGUAGE: "In another language",
    LeftOutReason.FEW_SOURCES: "Told by too few outlets",
    LeftOutReason.TOO_OLD: "Too old",
    LeftOutReason.BACKLOG: "In its feed before that was followed",
    LeftOutReason.UNQUOTABLE: "With no sentence that can be quoted",
    LeftOutReason.BELOW_CUT: "Below the cut: the next digest may have them",
}


def message_url(guild: int | None, channel: int, message: int, *, forum: bool = False) -> str:
    """Return the address of a message; a forum's post is a thread, with the id of its first message."""
    return f"https://discord.com/channels/{guild or '@me'}/{message if forum else channel}/{message}"


def history_view(
    subscription: Subscription,
    title: str,
    deliveries: Sequence[Delivery],
    *,
    page: int,
    more: bool,
    forum: bool,
) -> Card:
    """Return a page (from 0) of the digests there were, the newest first, each with a link to its message.

    `deliveries` are those of the page; `more`: there are older ones.
    """
    head = f"### 🗂️ {escape(clip(title, TITLE_LIMIT))} in <#{subscription.channel}>"
    if not deliveries:
        text = f"{head}\nNothing yet.\n{_next(subscription)}"
        return Card(container([ui.TextDisplay(text)], QUIET))
    text = _fitted(
        TEXT_LIMIT - width(head),
        lambda limit: [_delivery(each, subscription.guild, limit, forum=forum) for each in deliveries],
    )
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head), rule(), ui.TextDisplay(text)]
    if page or more:
        parts += [rule(), turning_row(subscription.id, "history", page, page + 1 + more)]
    return Card(container(parts, INK))


def _fitted(room: int, blocks_of: Callable[[int], list[str]]) -> str:
    """Return blocks, a line or more each, said at such a length that all fit, or the first that do."""
    texts = ("\n".join(blocks_of(limit)) for limit in _LIMITS)
    if text := next((text for text in texts if width(text) <= room), None):
        return text
    return "\n".join(pages_of(blocks_of(_LIMITS[-1]), room, DELIVERIES_A_PAGE)[0])


def _delivery(delivery: Delivery, guild: int | None, limit: int, *, forum: bool) -> str:
    sign, words = _STATES[delivery.state]
    told = delivery.digest.all_stories if delivery.digest else ()
    count = counted(len(told), "story", "stories") if told else ""
    extra = "besides the schedule" if delivery.slot_key.startswith(BY_HAND) else ""
    published = "published" if delivery.publication is Publication.DONE else ""
    facts = dotted([f"**{words}**", count, extra, published, _link(delivery, guild, forum=forum)])
    lines = [f"{sign} {moment(delivery.due, 'f')} {facts}"]
    if told:
        lines.append(f"-# {escape(clip(told[0].citation.headline, min(limit, _HEADLINE_LIMIT)))}")
    if delivery.reason:
        lines.append(f"-# {escape(clip(delivery.reason, limit))}")
    return "\n".join(lines)


def _link(delivery: Delivery, guild: int | None, *, forum: bool) -> str:
    if delivery.message is None or delivery.state is not DeliveryState.SENT:
        return ""
    return f"[look](<{message_url(guild, delivery.channel, delivery.message, forum=forum)}>)"


def why_view(
    subscription: Subscription, title: str, accounts: Sequence[SlotAccount], *, problem: str, forum: bool
) -> Card:
    """Return what happened at the last slots, the newest first, and why nothing can be posted now, if so.

    `problem` is Markdown.
    """
    head = f"### ❔ {escape(clip(title, TITLE_LIMIT))} in <#{subscription.channel}>"
    if problem:
        head += f"\n⚠️ {cut(problem, _PROBLEM_LIMIT)}"
    foot = f"{_next(subscription)} · *Preview* shows what it would hold now"
    text = _fitted(
        TEXT_LIMIT - width(head) - width(foot),
        lambda limit: [_account(each, subscription.guild, limit, forum=forum) for each in accounts],
    )
    text = text or (
        "Nothing was posted yet." if is_live(subscription) else "Its first time has not come yet."
    )
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head), rule(), ui.TextDisplay(text), rule()]
    row = ui.ActionRow(
        desk_button(subscription.id, "edit", "Edit", emoji="✏️"),
        desk_button(subscription.id, "preview", "Preview", emoji="👁️"),
    )
    return Card(container([*parts, ui.TextDisplay(foot), row], INK))


def _account(account: SlotAccount, guild: int | None, limit: int, *, forum: bool) -> str:
    link = _link(account.delivery, guild, forum=forum) if account.delivery else ""
    said = dotted([escape(clip(account.text, limit)), link])
    return f"{_OUTCOMES[account.outcome]} {moment(account.slot.due, 'f')} {said}"


def _next(subscription: Subscription) -> str:
    if subscription.paused_at is not None:
        return "-# It is paused: `/subscriptions resume` lets it post again"
    due = coming(subscription.next_due, live=is_live(subscription))
    return f"-# Next: {due}"


def left_out_view(
    subscription: Subscription, title: str, preview: DigestPreview, *, days: int, page: int = 0
) -> Card:
    """Return a page (from 0) of the stories that the next digest leaves out, by reason.

    `days`: how far back is looked, 0 for all.
    """
    left_out = preview.left_out
    taken = len(preview.digest.all_stories) if preview.digest else 0
    back = f" of the last {counted(days, 'day')}" if days else ""
    head = (
        f"### 🧺 Left out of {escape(clip(title, TITLE_LIMIT))}\n"
        f"-# The next digest has {taken} of {counted(max(preview.found, taken), 'story', 'stories')}{back}"
    )
    if preview.found > taken + len(left_out):
        head += f"\n-# Of those left out, these are the {len(left_out)} most important"
    if preview.note:
        head += f"\n⚠️ {escape(clip(preview.note, _NOTE_LIMIT))}"
    if not left_out:
        return Card(container([ui.TextDisplay(f"{head}\nNothing is left out.")], QUIET))
    reasons = list(dict.fromkeys(each.reason for each in left_out))
    ordered = sorted(left_out, key=lambda each: reasons.index(each.reason))
    room = TEXT_LIMIT - _FOOT - width(head) - len(reasons) * 80
    shares = pages_of([_left_out(each) for each in ordered], room, LEFT_OUT_A_PAGE)
    page = max(0, min(page, len(shares) - 1))
    first = sum(map(len, shares[:page]))
    counts = {reason: sum(each.reason is reason for each in left_out) for reason in reasons}
    text = _by_reason(ordered[first : first + len(shares[page])], counts)
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head), rule(), ui.TextDisplay(text)]
    if len(shares) > 1:
        parts += [rule(), ui.TextDisplay(f"-# Page {page + 1} of {len(shares)}")]
        parts.append(turning_row(subscription.id, "left", page, len(shares)))
    return Card(container(parts, INK))


def _by_reason(left_out: Sequence[LeftOut], counts: Mapping[LeftOutReason, int]) -> str:
    blocks = []
    for reason, group in groupby(left_out, key=lambda each: each.reason):
        blocks.append("\n".join([f"**{_REASONS[reason]}** ({counts[reason]})", *map(_left_out, group)]))
    return "\n\n".join(blocks)


def _left_out(left: LeftOut) -> str:
    seen = f" {moment(left.shown_at, 'R')}" if left.shown_at else ""
    said = f"{escape(clip(left.detail, _DETAIL_LIMIT))}{seen}".strip()
    return f"- {dotted([headline(left.citation, _HEADLINE_LIMIT), outlet(left.citation), said])}"
