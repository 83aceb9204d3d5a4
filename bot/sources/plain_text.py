"""From the bytes of a text file, however it was saved, to clean lines and paragraphs."""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.sources.failures import DocumentError

MAX_CONTROL_SHARE = 0.05
"""A text holds hardly any control characters; above this share it is something else."""

UNWRAPPED = 200
"""A line longer than this many characters was not broken by a margin: it is a paragraph of its own."""

LONGEST_MARGIN = 120
"""Above this many characters, a line that ends as a sentence does is taken for a paragraph of its own."""

_BOMS = (
    # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_FOREIGN_FORMATS = (
    (re.compile(r"%PDF-"), "a PDF"),
    (re.compile(r"\{\\rtf"), "an RTF document"),
    (re.compile(r"(?i)<(?:!doctype\s+html|html)\b"), "a web page's source"),
)

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x1c-\x1e\x85\u2028]")
_PARAGRAPH_ENDS = re.compile("\n?[\f\u2029]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SOFT_HYPHEN_BREAK = re.compile("\u00ad\n")
_SENTENCE_END = re.compile(r"""[.!?…。！？]["'”’»)\]]*$""")
_SUSPENDED = re.compile(r"(?:and|or|to)\b")
_ADVERTISING = re.compile(
    r"(?i)\W*(?:advertisement|(?:story|article) continues (?:below|after)(?: this)?(?: ad\w*)?)\W*"
)


def decode_text(data: bytes, *, origin: str) -> str:
    """Return the text of a file's bytes: UTF-8, UTF-16 or UTF-32 by its mark, else Windows-1252.

    Raises :class:`DocumentError` when there is no text in them or they are another kind of file.
    """
    if not data:
        raise DocumentError(origin, "the file is empty.")
    text = _decode(data)
    if not text.strip("\ufeff\u200b \t\r\n\f\x0b\x85\xa0\u2028\u2029"):
        raise DocumentError(origin, "the file holds nothing but white space.")
    start = text.lstrip("\ufeff \t\r\n")
    for pattern, kind in _FOREIGN_FORMATS:
        if pattern.match(start):
            raise DocumentError(origin, f"this is {kind}, not plain text: save its text instead.")
    if "\x00" in text or len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise DocumentError(origin, "this is a binary file, not plain text.")
    return text


def clean_lines(text: str) -> list[str]:
    """Return the lines, without what cannot be seen, each space single; "" where a paragraph ends."""
    # a soft hyphen at a margin is a word that was divided there; elsewhere it is invisible
    text = _LINE_ENDS.sub("\n", text)
    text = _SOFT_HYPHEN_BREAK.sub("", text).replace("\u00ad", "")
    text = _PARAGRAPH_ENDS.sub("\n\n", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", replace_surrogates(text)))
    return [" ".join(line.split()) for line in text.split("\n")]


def clean_text(text: str) -> str:
    """Return a text that came as one string (a JSON field) in the form of :attr:`Document.text`."""
    return "\n\n".join(to_paragraphs(clean_lines(text)))


def clean_line(text: str) -> str:
    """Return a text that must be one line (a headline of a JSON field), cleaned."""
    return " ".join(line for line in clean_lines(text) if line)


def replace_surrogates(text: str) -> str:
    """Return the text without lone surrogates, which JSON may carry and no file or database can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the runs of lines between blank ones."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []


def to_paragraphs(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs, hard-wrapped lines joined, advertising labels left out."""
    found = (paragraph for block in to_blocks(lines) for paragraph in _split_block(block))
    return [paragraph for paragraph in found if not _ADVERTISING.fullmatch(paragraph)]


def join_lines(lines: Sequence[str]) -> str:
    """Return one line from lines that a margin parted."""
    parts = list(lines[:1])
    for before, line in itertools.pairwise(lines):
        # "long-" | "term" was broken at its own hyphen; "pre-" | "and post-war" was not
        hyphenated = before[-1] == "-" and before[-2:-1].isalnum()
        if not (hyphenated and line[0].isalnum() and not _SUSPENDED.match(line)):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return bool(_SENTENCE_END.search(line))


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    repaired = data.decode("utf-8", "replace")
    damage = repaired.count("\ufffd")
    if sum(letter > "\x7f" for letter in repaired) > 2 * damage:
        # mostly good UTF-8: a few damaged letters are better than all of them misread
        return repaired
    # Windows-1252 has five holes, where Latin-1's control characters stand
    return "".join(_CP1252[byte] for byte in data)


def _cp1252_letter(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


_CP1252 = tuple(_cp1252_letter(byte) for byte in range(256))


def _split_block(block: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a run of lines: one when a margin parted the lines, else one a line."""
    longest = max(map(_width, block))
    by_sentence = longest > LONGEST_MARGIN and all(ends_sentence(line) for line in block[:-1])
    if not (by_sentence or longest > UNWRAPPED):
        yield join_lines(block)
        return
    pending: list[str] = []
    for line in block:
        if pending and (ends_sentence(pending[-1]) or not line[0].islower()):
            yield join_lines(pending)
            pending = []
        pending.append(line)
    yield join_lines(pending)


def _width(line: str) -> int:
    """Return a line's length, without the one long word (an address) that no margin could break."""
    word = max(map(len, line.split()))
    return len(line) - word if word > LONGEST_MARGIN // 2 else len(line)
