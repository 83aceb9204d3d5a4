"""One page of an answer, as text: what was asked, the findings that fit, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.models import Answer, AnswerKind, ArticleId, Citation, Confidence, Finding, Window
from bot.views.budget import LABEL_LIMIT, TEXT_LIMIT, clip, width
from bot.views.charts.picture import Picture
from bot.views.escape import escape, flat, link
from bot.views.layout import KIND_COLOURS, QUIET, container, gap, rule
from bot.views.phrases import (
    HEADLINE_LIMIT,
    OUTLET_LIMIT,
    QUOTE_LIMIT,
    counted,
    dotted,
    outlet,
    quoted,
    readable_day,
    source_line,
)

EMOJI: Mapping[AnswerKind, str] = {
    "who": "👤",
    "what": "📰",
    "when": "🗓️",
    "ask": "💬",
    "search": "🔎",
    "latest": "🗞️",
    "story": "🧵",
    "trends": "📈",
}
_TITLES: Mapping[AnswerKind, str] = {
    "who": "Who",
    "what": "What",
    "when": "When",
    "ask": "",
    "search": "Search",
    "latest": "Latest news",
    "story": "Story",
    "trends": "Rising",
}

_NOTHING: Mapping[AnswerKind, str] = {
    "ask": "No article in the index answers this.",
    "search": "No article in the index is like this.",
    "latest": "There are no articles yet.",
    "trends": "Nobody and nothing is in more stories than in the weeks before.",
}

_CONFIDENCE: Mapping[Confidence, str] = {"sure": "Quite sure", "likely": "Probably", "unsure": "Perhaps"}
_RUNNERS_UP = "-# Also possible"
_OF_A_TOPIC = frozenset[AnswerKind]({"latest", "trends"})
"""What is asked for by a topic alone, or by nothing at all."""

FINDINGS_A_PAGE = 5
QUOTES_A_FINDING = 3
HELD_ROLES = 4
"""The one that somebody has, and those from before."""
NAMES_BESIDE = 5
ALSO_IN = 4
"""Other sources named under a finding; of the rest only how many."""
ALSO_TOLD = 8
"""Other articles named under a story, each on its line."""
_ALSO_LIMIT = 400
_ALSO_TOLD_LIMIT = 1200
_ALSO_HEADLINE_LIMIT = 120
SUGGESTIONS = 5
"""Buttons of one row."""

_BARS = "▁▂▃▄▅▆▇█"
_ABOUT_LIMIT = 240
_LEAD_LIMIT = 320
_ROLE_LIMIT = 160
_HELD_LIMIT = 80
_NAME_LIMIT = 50
_NOTE_LIMIT = 300
_BLOCK_LIMIT = 1900
"""One finding, so that even the longest fits a page beside the heading and the line above runners-up."""
_FRAME = 160
"""Kept free on a page for the line at its foot."""


ALWAYS = Window()
"""No limits of date."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How an answer is shown: to whom, and what was asked besides its words."""

    private: bool = True
    """Only who asked sees it: it can be shared."""
    shared: bool = False
    """It was shared already."""
    shared_by: int | None = None
    """This is the public copy that a member made."""
    topic: str | None = None
    window: Window = ALWAYS


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer, ready to be boxed."""

    answer: Answer
    blocks: tuple[str, ...]
    number: int
    first: int
    pages: int

    @property
    def more(self) -> bool:
        """Whether there is anything to turn to."""
        return self.pages > 1


def page_of(answer: Answer, number: int, setting: Setting) -> Page:
    """Return a page of the answer, the nearest there is to `number` (from 0).

    Of an answer that holds a part of its findings, that part is the page, whatever the `number`.
    """
    room = TEXT_LIMIT - _FRAME - width(heading(answer, setting))
    if answer.total is not None:
        pages_in_all = -(-answer.total // FINDINGS_A_PAGE)
        fitted = _fitted(answer, room)
        return Page(answer, fitted, answer.offset // FINDINGS_A_PAGE, answer.offset, pages_in_all)
    pages: list[list[str]] = [[]]
    for place, finding in enumerate(answer.findings):
        block = finding_block(answer.kind, finding, answer.citations)
        if place == 1 and answer.confidence is not None:
            block = f"{_RUNNERS_UP}\n{block}"
        full = len(pages[-1]) >= FINDINGS_A_PAGE or sum(map(width, pages[-1])) + width(block) > room
        if full and pages[-1]:
            pages.append([])
        pages[-1].append(block)
    number = max(0, min(number, len(pages) - 1))
    first = sum(len(blocks) for blocks in pages[:number])
    return Page(answer, tuple(pages[number]), number, first, len(pages))


def whole_page(answer: Answer, setting: Setting) -> Page:
    """Return all of an answer on one page; where it is too long for one, the longest are shortened."""
    room = TEXT_LIMIT - _FRAME - width(heading(answer, setting))
    return Page(answer, _fitted(answer, room), 0, 0, 1)


def _fitted(answer: Answer, room: int) -> tuple[str, ...]:
    """Return all the findings in `room` characters: where that is too little, the longest are shortened."""
    blocks = [finding_block(answer.kind, finding, answer.citations) for finding in answer.findings]
    shortest_first = sorted(range(len(blocks)), key=lambda place: width(blocks[place]))
    for done, place in enumerate(shortest_first):
        share = room // (len(blocks) - done)
        if width(blocks[place]) > share:
            blocks[place] = finding_block(answer.kind, answer.findings[place], answer.citations, share)
        room -= width(blocks[place])
    return tuple(blocks)


def answer_items(
    page: Page, setting: Setting, row: ui.ActionRow[Any] | None, picture: Picture | None = None
) -> list[ui.Item[Any]]:
    """Return the top-level components of one page, a picture below what answers the question."""
    answer = page.answer
    parts: list[ui.Item[Any]] = [ui.TextDisplay(heading(answer, setting))]
    if answer.found:
        for position, block in enumerate(page.blocks):
            parts += [rule() if not position else gap(), ui.TextDisplay(block)]
        if picture is not None:
            # below the heading, or below its rule and the finding that answers
            parts.insert(3 if _leads(answer) else 1, picture.gallery())
    else:
        parts += [rule(), ui.TextDisplay(_not_found(answer, setting, to_press=bool(row and row.children)))]
    if foot := _foot(page, setting):
        parts += [rule(), ui.TextDisplay(foot)]
    if row is not None and row.children:
        parts.append(row)
    return [container(parts, KIND_COLOURS[answer.kind] if answer.found else QUIET)]


def _leads(answer: Answer) -> bool:
    """Say whether the first finding is more than the first of a list: a story, the day that was asked for."""
    days = [finding.day for finding in answer.findings if finding.day]
    return answer.kind == "story" or (answer.kind == "when" and days != sorted(days))


def heading(answer: Answer, setting: Setting) -> str:
    """Return what was asked, how it was narrowed, and how it was understood."""
    topic = (setting.topic or "").title()
    about = topic if answer.kind in _OF_A_TOPIC else escape(clip(answer.about, _ABOUT_LIMIT))
    lines = [f"### {EMOJI[answer.kind]} {dotted([_TITLES[answer.kind], about]) or 'Question'}"]
    narrowed = dotted(["" if answer.kind in _OF_A_TOPIC else topic, _window(setting.window)])
    if narrowed:
        lines.append(f"-# {narrowed}")
    if answer.note:
        lines.append(f"-# {escape(clip(answer.note, _NOTE_LIMIT))}")
    if answer.found and answer.confidence is not None:
        lines.append(f"-# {_CONFIDENCE[answer.confidence]}")
    return "\n".join(lines)


def _window(window: Window) -> str:
    since, until = (readable_day(day) if day else "" for day in (window.since, window.until))
    if since and until:
        return since if since == until else f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else ""


def finding_block(
    kind: AnswerKind, finding: Finding, citations: Mapping[ArticleId, Citation], limit: int = _BLOCK_LIMIT
) -> str:
    """Return one finding: its lead, then quotes, each source named once, then who else tells it.

    Lead and quotes are at most `limit` characters, the others at most 1,200 under a story, else 400.

    Below :data:`_BLOCK_LIMIT`, down to 500, the whole is at most `limit`: addresses, headlines of sources,
    what stands under a name and who else tells it are left out where they would not fit.
    """
    tight = limit < _BLOCK_LIMIT
    named = _named_article(finding, citations)
    lead = _article_lead(finding, citations[named]) if named is not None else _lead(kind, finding)
    if tight and width(lead) > limit // 2:
        # without its address, which counts as well
        lead = f"**{escape(clip(finding.text, limit // 3))}**"
    for line in _background(finding):
        if not tight or width(lead) + 1 + width(line) <= limit // 2:
            lead = f"{lead}\n{line}" if lead else line
    told = _told(finding, citations, named, limit - width(lead) - 1, tight=tight)
    also = ""
    if not tight:
        also = _also_told(finding) if kind == "story" and named is not None else _also_in(finding)
    return "\n".join(part for part in (lead, told, also) if part) or "…"


def _told(
    finding: Finding,
    citations: Mapping[ArticleId, Citation],
    named: ArticleId | None,
    room: int,
    *,
    tight: bool,
) -> str:
    """Return the quotes that fit into `room` characters, and always the first, with their sources.

    Where it is `tight` the first is shortened to fit as well.
    """
    told: list[tuple[ArticleId, list[str]]] = []
    sources: dict[ArticleId, str] = {}
    for quote in finding.quotes[:QUOTES_A_FINDING]:
        source = _source(quote.article, citations, finding, named)
        if tight and width(source) > room // 2:
            source = _source(quote.article, citations, finding, named=quote.article)
        text = quoted(quote, min(QUOTE_LIMIT, room - width(source) - 4) if tight else QUOTE_LIMIT)
        cost = width(text) + width(source) + 4
        if told and cost > room:
            break
        room -= cost
        sources[quote.article] = source
        if told and told[-1][0] == quote.article:
            told[-1][1].append(text)
        else:
            told.append((quote.article, [text]))
    # an empty line, or the next quote would run into the source above it
    groups = ["\n".join(part for part in (*texts, sources[article]) if part) for article, texts in told]
    return "\n\n".join(groups)


def _also_in(finding: Finding) -> str:
    """Return the small line that names who else tells it, linked where there is an address and room."""
    names: list[str] = []
    room = _ALSO_LIMIT
    for place, citation in enumerate(finding.also_in[:ALSO_IN], 1):
        name = clip(citation.source or citation.headline, OUTLET_LIMIT)
        linked = link(name, citation.url)
        # a long address must leave room for the names to come
        to_come = (ALSO_IN - place) * (OUTLET_LIMIT + 2)
        names.append((linked if width(linked) <= room - to_come else escape(name)) or "Untitled")
        room -= width(names[-1]) + 2
    if left_out := len(finding.also_in) - len(names):
        names.append(f"{left_out} more")
    return f"-# also in {', '.join(names)}" if names else ""


def _also_told(finding: Finding) -> str:
    """Return a small line for each other article of a story: outlet, headline, day."""
    lines: list[str] = []
    room = _ALSO_TOLD_LIMIT
    for citation in finding.also_in[:ALSO_TOLD]:
        title = link(clip(citation.headline, _ALSO_HEADLINE_LIMIT), citation.url) or "Untitled"
        line = f"-# also in {dotted([outlet(citation), title, readable_day(citation.published.date())])}"
        if width(line) + 1 > room - 20:
            break
        lines.append(line)
        room -= width(line) + 1
    if left_out := len(finding.also_in) - len(lines):
        lines.append(f"-# and {left_out} more")
    return "\n".join(lines)


def _named_article(finding: Finding, citations: Mapping[ArticleId, Citation]) -> ArticleId | None:
    """Return the article that the finding is, when its text is that article's headline."""
    named = flat(finding.text)
    for quote in finding.quotes[:QUOTES_A_FINDING]:
        citation = citations.get(quote.article)
        if citation and flat(citation.headline) == named:
            return quote.article
    return None


def _source(
    article: ArticleId, citations: Mapping[ArticleId, Citation], finding: Finding, named: ArticleId | None
) -> str:
    citation = citations.get(article)
    if citation is None:
        return ""
    if article != named:
        return source_line(citation)
    day = readable_day(finding.day, finding.precision) if finding.day else ""
    return source_line(citation, with_headline=False, day=day)


def _article_lead(finding: Finding, citation: Citation) -> str:
    title = link(clip(finding.text, HEADLINE_LIMIT), citation.url)
    return dotted([f"**{title}**" if title else "", escape(clip(finding.role or "", _ROLE_LIMIT))])


def _lead(kind: AnswerKind, finding: Finding) -> str:
    """Return the line above the quotes, without what the first quote says anyway."""
    day = readable_day(finding.day, finding.precision) if finding.day else ""
    text, role = flat(finding.text), escape(clip(finding.role or "", _ROLE_LIMIT))
    said = flat(finding.quotes[0].text) if finding.quotes else ""
    # a question may ask when: its finding then is the words for a day, which the quote has in bold
    asks_when = kind == "when" or (kind in {"ask", "story"} and bool(day) and text in said)
    if text in {said, day} or (asks_when and text in said):
        text = ""
    shown = escape(clip(text, _LEAD_LIMIT)) if text else ""
    if asks_when and day:
        return dotted([f"**{day}**", shown, role])
    if shown:
        return dotted([f"**{shown}**", role, day])
    return dotted([role, f"**{day}**" if day else ""])


def _background(finding: Finding) -> list[str]:
    """Return the small lines under a name: what somebody was before, and with whom they are in the news."""
    before = dotted(
        f"until {readable_day(held.day)}: {escape(clip(held.text, _HELD_LIMIT))}"
        for held in finding.roles[1:HELD_ROLES]
    )
    beside = ", ".join(escape(clip(name, _NAME_LIMIT)) for name in finding.beside[:NAMES_BESIDE])
    lines = (_weeks(finding.counts), before, f"with {beside}" if beside else "")
    return [f"-# {line}" for line in lines if line]


def _weeks(counts: Sequence[int]) -> str:
    """Return stories a week as a row of bars, the last two weeks also in numbers."""
    if not counts:
        return ""
    most = max(1, *counts)
    bars = "".join(_BARS[-(-count * (len(_BARS) - 1) // most)] for count in counts)
    before = f", {counts[-2]:,} the week before" if len(counts) > 1 else ""
    return f"{bars} {counted(counts[-1], 'story', 'stories')} this week{before}"


def _not_found(answer: Answer, setting: Setting, *, to_press: bool) -> str:
    lines = [f"**Nothing found.** {_NOTHING.get(answer.kind, 'No article in the index tells of this.')}"]
    if setting.topic or setting.window != ALWAYS:
        lines = ["**Nothing found** within these limits. Try it without the topic or the dates."]
    if to_press:
        lines.append("There is news on these:")
    elif answer.near:
        near = ", ".join(f"**{escape(clip(words, LABEL_LIMIT))}**" for words in answer.near[:SUGGESTIONS])
        lines.append(f"There is news on {near}.")
    else:
        lines.append("Try fewer or other words, or `/latest` to see what there is.")
    return "\n".join(lines)


def _foot(page: Page, setting: Setting) -> str:
    parts = []
    total = page.answer.total
    if page.more or total:
        last = page.first + len(page.blocks)
        more = "more than " if page.answer.cut else ""
        parts.append(f"{page.first + 1} to {last} of {more}{total or len(page.answer.findings)}")
    if setting.shared_by is not None:
        parts.append(f"Shared by <@{setting.shared_by}>")
    return f"-# {dotted(parts)}" if parts else ""
