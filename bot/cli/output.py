"""What commands print: JSON for scripts, Rich for people, complaints on standard error."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot.models import Answer, Citation, Confidence, Digest, DigestStory, Finding, Quote

_CONFIDENCE: Mapping[Confidence, str] = {"sure": "Quite sure:", "likely": "Probably:", "unsure": "Perhaps:"}

console = Console(highlight=False, soft_wrap=True)


@contextlib.contextmanager
def progress_bar(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error, where that is a terminal; gives what is to be told how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    errors = Console(stderr=True)
    # elsewhere it would leave an empty line
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.update(task, completed=done)


def complain(sentence: str) -> None:
    """Print one plain line to standard error."""
    sys.stderr.write(f"nutgraf: {printable(sentence)}\n")


def printable(text: str) -> str:
    """Return what somebody typed on one line, without what moves the cursor or cannot be encoded."""
    words = " ".join(text.split())
    if words.isprintable():
        return words
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words)


def print_json(value: Any) -> None:
    """Print one value as a line of JSON; lone surrogates are escaped, so that any text prints."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(value)
    sys.stdout.write(line + "\n")
    # who reads a long run through a pipe gets each answer as it is there
    sys.stdout.flush()


# --- answers ---------------------------------------------------------------------------------------------


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer in the shape of docs/cli.md."""
    return {
        "found": answer.found,
        "answers": [_finding_to_json(finding) for finding in answer.findings],
        "articles": {
            str(article): citation_to_json(citation) for article, citation in answer.citations.items()
        },
        "near": list(answer.near),
        "note": answer.note,
        "confidence": answer.confidence,
        "total": answer.total,
        "more": answer.cut,
    }


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "text": finding.text,
        "role": finding.role,
        "date": None if finding.day is None else finding.day.isoformat(),
        "precision": None if finding.day is None else finding.precision,
        "sentences": [quote_to_json(quote) for quote in finding.quotes],
        "also_in": [citation_to_json(citation) for citation in finding.also_in],
        "roles": [{"text": role.text, "date": role.day.isoformat()} for role in finding.roles],
        "with": list(finding.beside),
        "counts": list(finding.counts),
    }


def quote_to_json(quote: Quote) -> dict[str, Any]:
    """Return a quoted sentence with its place in the article's text."""
    return {"text": quote.text, "article": quote.article, "start": quote.start, "end": quote.end}


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """Return where a sentence comes from."""
    return {
        "headline": citation.headline,
        "source": citation.source,
        "url": citation.url,
        "published": citation.published.date().isoformat(),
    }


def print_answer(answer: Answer) -> None:
    """Print an answer for a person."""
    if answer.note:
        console.print(f"[italic]{escape(printable(answer.note))}[/]\n")
    if not answer.found:
        console.print(f"Nothing was found about [bold]{escape(printable(answer.about))}[/].")
        if answer.near:
            console.print(f"Try: {escape(', '.join(answer.near))}")
        return
    if answer.confidence is not None:
        console.print(f"[italic]{_CONFIDENCE[answer.confidence]}[/]\n")
    for place, finding in enumerate(answer.findings):
        if place == 1 and answer.confidence is not None:
            console.print("[italic]Also possible[/]\n")
        _print_finding(answer, finding)
    if answer.total is not None:
        last = answer.offset + len(answer.findings)
        more = "more than " if answer.cut else ""
        console.print(Text(f"{answer.offset + 1} to {last} of {more}{answer.total}", style="dim"))


def _print_finding(answer: Answer, finding: Finding) -> None:
    day = (
        "" if finding.day is None else {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[finding.precision]
    )
    title = Text(finding.text, style="bold")
    if finding.role:
        title.append(f", {finding.role}", style="not bold")
    if finding.day is not None:
        title.append(f"  {finding.day.strftime(day)}", style="cyan not bold")
    console.print(title)
    if finding.counts:
        weeks = " ".join(map(str, finding.counts))
        console.print(Text(f"  stories a week: {weeks}", style="dim"))
    for held in finding.roles[1:]:
        console.print(Text(f"  until {held.day.isoformat()}: {held.text}", style="dim"))
    if finding.beside:
        console.print(Text(f"  with {', '.join(finding.beside)}", style="dim"))
    for quote in finding.quotes:
        sentence = Text("  “" + quote.text + "”")
        for start, end in quote.highlights:
            sentence.stylize("bold", start + 3, end + 3)
        console.print(sentence)
        console.print(Text("    " + _source_line(answer.citations[quote.article]), style="dim"))
    for citation in finding.also_in:
        console.print(Text("    also: " + _source_line(citation), style="dim"))
    console.print()


def _source_line(citation: Citation) -> str:
    day = citation.published.date().isoformat()
    return " · ".join(part for part in (citation.source, citation.headline, day, citation.url) if part)


# --- digests ---------------------------------------------------------------------------------------------


def digest_to_json(topic: str, digest: Digest | None) -> dict[str, Any]:
    """Return a digest in the shape of docs/cli.md; no stories when there is nothing."""
    return {
        "topic": topic,
        "reading_minutes_saved": digest.reading_minutes_saved if digest else 0,
        "stories": [_story_to_json(story) for story in (digest.stories if digest else ())],
        "in_brief": [_story_to_json(story) for story in (digest.in_brief if digest else ())],
    }


def _story_to_json(story: DigestStory) -> dict[str, Any]:
    return {
        "article": story.citation.article,
        **citation_to_json(story.citation),
        "sentences": [quote_to_json(quote) for quote in story.quotes],
        "also_in": [citation_to_json(citation) for citation in story.also_in],
    }


def print_digest(topic: str, digest: Digest | None, max_age_days: int) -> None:
    """Print a digest for a person; articles older than `max_age_days` (0: no limit) were left out."""
    if digest is None:
        console.print(f"There is nothing to tell about [bold]{escape(topic)}[/].")
        if max_age_days:
            console.print(f"Articles older than {max_age_days} days are left out (digests.max_age_days).")
        return
    for story in digest.stories:
        console.print(Text(story.citation.headline, style="bold"))
        for quote in story.quotes:
            console.print(Text(f"  “{quote.text}”"))
        console.print(Text("    " + _source_line(story.citation), style="dim"))
        for citation in story.also_in:
            console.print(Text("    also: " + _source_line(citation), style="dim"))
        console.print()
    if digest.in_brief:
        console.print(Text("In brief", style="bold"))
    for story in digest.in_brief:
        console.print(Text("  " + _source_line(story.citation)))
