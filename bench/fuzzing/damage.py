"""Damage to real texts: bytes, hostile pieces, order, case, languages. The same seed does the same damage."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.models import Document

LETTERS = (
    "\x00", "\x07\x08\x1b[31m", "\ud800", "\udcff\udc80", "\u202e", "\u200f", "\u200b\u200b", "\ufeff",
    "\u00ad", "\u2028", "\u0085", "\v\f", "e\u0301\u0301\u0301", "\u0130\u0131ſß", "👩‍👩‍👧‍👦🇳🇴", "😀" * 40,
    "𝕭𝖎𝖉𝖊𝖓",     "\n", "\n\n\n", "\t\t", "\r\n", " \n \n", "\u00a0\u00a0", "٢٠٢٤", "²⁰²⁴",
)  # fmt: skip
MARKS = (
    "<p class='x'>", "</div><br/>", "&nbsp;&#0;&amp;lt;", "<script>alert(1)</script>", "<![CDATA[", "{{",
    "\\u0000", "“", "”", '"', "'", "‘‘", "((((((((((", "]]]]", "([{“'", "*" * 50, "=" * 80, "…" * 10,
    "." * 60, "?!" * 30, "\n- \n* \n• ", "\n1. \n2. ", "https://x.example/?" + "a=b&" * 60, "x@y.example",
    "#tag @name ",
)  # fmt: skip
NUMBERS = (
    "Oct. 45, 99999", "32/13/0000", "0000-00-00", "2024-02-30", "on the 99th of Octember", "9999",
    "the year 0", "in 10000000000 years", "10,000,000,000,000 days ago", "last last last week",
    "February 29, 2023", "25:61 p.m.", "in the 0s",
    "from 5 to 3 October", "1/2/3/4/5/6/7", "-1 days ago", "P3D", "1e309",
    "half a million centuries ago", "the next billion months", "next Monday next Tuesday ", "Monday" * 20,
    "12.12.12.12", "0" * 400, "7 " * 200,
)  # fmt: skip
WORDS = (
    "Mr. ", "Mr. " * 40, "U.S. " * 30, "J. K. L. M. N. ", "Dr. Sen. Gov. ", "a.m. p.m. ", "St. ",
    "No. 1. 2. 3. ", "word" * 500, "A" * 3000, "a-" * 300, "’s" * 40, "Mc" * 40, "O'" * 40, "of the " * 60,
    "SMITH ",
    "Smith, Smith and Smith ", "de la van der von ", "President " * 20, "who said " * 20,
    "PARIS (Reuters) - ", "(AP) — ", "Read more: ", "Photo: ", "RT @a: ",
)  # fmt: skip
HOSTILE = (*LETTERS, *MARKS, *NUMBERS, *WORDS)
"""Pieces of text that parsers stumble over."""

FOREIGN = (
    "Der Gemeinderat hat am Dienstag beschlossen, die alte Brücke im Frühjahr abzureißen.",
    "Le conseil municipal a voté mardi la fermeture du marché couvert, selon la préfecture.",
    "El ayuntamiento aprobó el martes el cierre del mercado; los vecinos protestaron ante la plaza.",
    "Kommunen vedtok tirsdag å stenge fergekaia ut året, sier ordføreren.",
    "Městská rada v úterý schválila uzavření mostu.",
    "Городской совет во вторник решил закрыть старый мост до весны.",
    "قرر المجلس البلدي يوم الثلاثاء إغلاق الجسر القديم حتى الربيع.",
    "מועצת העיר החליטה ביום שלישי לסגור את הגשר הישן.",
    "市議会は火曜日、古い橋を春まで閉鎖することを決めた。住民は反対している。",
    "市议会周二决定关闭旧桥，直到明年春天。",
    "नगर परिषद ने मंगलवार को पुराना पुल बंद करने का निर्णय लिया।",
    "สภาเทศบาลมีมติเมื่อวันอังคารให้ปิดสะพานเก่า",
)

DAYS = (datetime.min, datetime(1900, 1, 1), datetime(2024, 2, 29), datetime(2024, 12, 31), datetime.max)  # noqa: DTZ001, DTZ901  # the zone follows

SHORT, MIDDLE, LONG, HUGE = 500, 2_000, 8_000, 390_000
"""Characters."""
_SHARE_SHORT, _SHARE_MIDDLE, _SHARE_HUGE = 0.6, 0.9, 0.999
_SHARE_WHOLE_DAYS = 0.9
_SHARE_UNTOUCHED = 0.03
_MOST_DAMAGES = 4

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORDS = re.compile(r"(\s+)")

Damage = Callable[[random.Random, str], str]


class Damager:
    """Makes the articles of one run: article `index` of a `seed` is always the same."""

    def __init__(self, documents: Sequence[Document], seed: int) -> None:
        if not documents:
            raise ValueError("there is no text to damage")
        self._documents = documents
        self._seed = seed

    def document(self, index: int) -> Document:
        """Return the damaged article of that number."""
        # chosen by a seeded generator, to be chosen again; nothing is kept secret by it
        rng = random.Random(f"{self._seed}:{index}")  # noqa: S311
        original = rng.choice(self._documents)
        text = _cut(rng, original.text)
        headline = original.headline
        if rng.random() > _SHARE_UNTOUCHED:
            for _ in range(rng.randint(1, _MOST_DAMAGES)):
                text = rng.choice(DAMAGES)(rng, text)
            if rng.random() < 0.3:
                headline = rng.choice(DAMAGES)(rng, headline)[:500]
        return Document(
            headline=headline if rng.random() < 0.9 else "",
            text=text,
            published=_moment(rng, original.published),
            origin=f"article {index} of seed {self._seed}",
        )


def _cut(rng: random.Random, text: str) -> str:
    kind = rng.random()
    if kind > _SHARE_HUGE:
        return (text + "\n\n") * max(1, _spread(rng, LONG, HUGE) // (len(text) + 2))
    if kind > _SHARE_MIDDLE:
        return text
    length = rng.randint(1, SHORT if kind < _SHARE_SHORT else MIDDLE)
    start = rng.randrange(max(1, len(text) - length))
    # mostly where a word begins, as a cut by a program would not
    if rng.random() < 0.7:
        start = text.rfind(" ", 0, start) + 1
    return text[start : start + length]


def _spread(rng: random.Random, least: int, most: int) -> int:
    """Return a number between two, of each order of size as often as of any other."""
    return round(math.exp(rng.uniform(math.log(least), math.log(most))))


def _moment(rng: random.Random, published: datetime) -> datetime:
    if rng.random() < _SHARE_WHOLE_DAYS:
        return published
    if rng.random() < 0.5:
        return rng.choice(DAYS).replace(tzinfo=UTC)
    return datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=rng.randrange(3_652_058))


# --- damages ---------------------------------------------------------------------------------------------


def _flip_bytes(rng: random.Random, text: str) -> str:
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(rng.randint(1, 1 + len(raw) // 50) if raw else 0):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return _decoded(rng, bytes(raw))


def _lose_bytes(rng: random.Random, text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    start = rng.randrange(len(raw) + 1)
    return _decoded(rng, raw[:start] + raw[start + rng.randint(1, 40) :])


def _decoded(rng: random.Random, raw: bytes) -> str:
    how = rng.choice(("surrogateescape", "replace", "ignore", "latin-1"))
    return raw.decode("latin-1") if how == "latin-1" else raw.decode("utf-8", how)


def _truncate(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] if rng.random() < 0.5 else text[at:]


def _insert(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text) + 1)
        piece = rng.choice(HOSTILE)
        text = text[:at] + rng.choice(("", " ")) + piece + rng.choice(("", " ")) + text[at:]
    return text


def _replace_words(rng: random.Random, text: str) -> str:
    parts = _WORDS.split(text)
    for _ in range(rng.randint(1, 1 + len(parts) // 20)):
        parts[rng.randrange(len(parts))] = rng.choice(HOSTILE)
    return "".join(parts)


def _shuffle_words(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def _shuffle_sentences(rng: random.Random, text: str) -> str:
    sentences = _SENTENCE.split(text)
    rng.shuffle(sentences)
    return rng.choice((" ", "\n", "\n\n", "")).join(sentences)


def _repeat(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    piece = text[start : start + rng.randint(1, 200)]
    return text[:start] + piece * rng.randint(2, 12) + text[start:]


def _swap_case(rng: random.Random, text: str) -> str:
    change: Callable[[str], str] = rng.choice((str.upper, str.lower, str.title, str.swapcase, str.casefold))
    start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    return change(text) if rng.random() < 0.4 else text[:start] + change(text[start:end]) + text[end:]


def _lose_letters(rng: random.Random, text: str) -> str:
    unwanted = rng.choice((".", " ", "\n", "\n\n", ",", '“”"', "aeiou", ".!?", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return "".join(letter for letter in text if letter not in unwanted or rng.random() < 0.1)


def _join_languages(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 3)):
        piece = rng.choice(FOREIGN)
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(("", " ", "\n\n")) + piece + rng.choice(("", " ", "\n\n")) + text[at:]
    return text if rng.random() < 0.8 else " ".join(rng.choices(FOREIGN, k=rng.randint(1, 8)))


def _as_html(rng: random.Random, text: str) -> str:
    tag = rng.choice(("p", "div", "li", "td", "blockquote"))
    return "".join(f"<{tag}>{part}</{tag}>" for part in text.split(rng.choice(("\n\n", ". "))))


def _wrap_lines(rng: random.Random, text: str) -> str:
    width = rng.randint(1, 80)
    return rng.choice(("\n", "\r\n", "\n\n", "\t")).join(
        text[start : start + width] for start in range(0, len(text), width)
    )


def _only_hostile(rng: random.Random, text: str) -> str:
    return rng.choice(("", " ")).join(rng.choices(HOSTILE, k=rng.randint(1, 30))) + text[: rng.randint(0, 80)]


DAMAGES: tuple[Damage, ...] = (
    _flip_bytes, _lose_bytes, _truncate, _insert, _insert, _replace_words, _shuffle_words, _shuffle_sentences,
    _repeat, _swap_case, _lose_letters, _join_languages, _as_html, _wrap_lines, _only_hostile,
)  # fmt: skip
