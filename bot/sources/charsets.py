"""From the bytes of a feed or a page to its letters, whatever it says or does not say about its encoding."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<" and a letter, "?" or "!" of files without a mark
_WIDE_STARTS = (
    (re.compile(rb"<\0\0\0."), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0"), "utf-32-be"),
    (re.compile(rb"<\0[?!a-zA-Z]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[?!a-zA-Z]"), "utf-16-be"),
)
_DECLARED = (
    re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']?([\w.:-]{1,40})"""),
    re.compile(rb"""(?i)<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})"""),
)
_HEADER = re.compile(r"""(?i);\s*charset\s*=\s*["']?\s*([\w.:-]{1,40})""")
_HEAD = 4_096
"""Bytes at the beginning in which a declaration is looked for; HTML asks for 1,024."""

# Python's names. No UTF-7 and none of the codecs that run or unfold things ("unicode_escape", "punycode")
_CODECS = re.compile(
    r"(?:utf-(?:8|16|32)(?:-[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|gb2312|gbk|gb18030|hz|big5|big5hkscs"
    r"|shift_jis(?:_2004|x0213)?|euc_(?:jp|kr|jis_2004|jisx0213)|iso2022_(?:jp|kr)\w*|johab|tis-620"
    r"|mac-[a-z]+|ptcp154|kz1048)"
)
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
              "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254"}  # fmt: skip
"""What people write, and what they mean: the larger set."""

_ESCAPING = frozenset({"hz", "iso2022_jp", "iso2022_kr", "iso2022_jp_2", "iso2022_jp_ext"})
"""These look like ASCII, and so like good UTF-8."""


def decode_markup(data: bytes, content_type: str | None = None) -> str:
    """Return the text of a feed or a page; letters that cannot be read become U+FFFD. Never fails.

    A byte order mark is believed first. What is good UTF-8 is UTF-8, whatever is declared: no other text of
    more than a few letters is so by chance. Then the header's charset, then the one declared inside, as far
    as they fit; at last UTF-8 with a few damaged letters, or Windows-1252.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    for start, name in _WIDE_STARTS:
        if start.match(data):
            return data.decode(name, "replace")
    declared = _declared_codecs(data, content_type)
    if not (set(declared) & _ESCAPING):
        try:
            # not final: the last letter may be cut in two
            return codecs.getincrementaldecoder("utf-8")().decode(data)
        except UnicodeDecodeError:
            pass
    for name in declared:
        if (text := _try(data, name)) is not None:
            return text
    repaired = data.decode("utf-8", "replace")
    damage = repaired.count("\ufffd")
    if sum(letter > "\x7f" for letter in repaired) > 2 * damage:
        # mostly good UTF-8: a few damaged letters are better than all of them misread
        return repaired
    return _from_cp1252(data)


def _declared_codecs(data: bytes, content_type: str | None) -> list[str]:
    names = [match[1] for match in (_HEADER.search((content_type or "")[:1_000]),) if match]
    head = data[:_HEAD]
    names += [match[1].decode("ascii") for pattern in _DECLARED if (match := pattern.search(head))]
    found = []
    for name in names:
        try:
            codec = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        if _CODECS.fullmatch(codec):
            found.append(_SUPERSETS.get(codec, codec))
    return found


def _try(data: bytes, codec: str) -> str | None:
    if codec == "cp1252":
        return _from_cp1252(data)
    if codec.startswith(("utf-16", "utf-32")) and b"\0" not in data[:_HEAD]:
        # declared so by a program that then wrote something else
        return None
    try:
        return codecs.getincrementaldecoder(codec)().decode(data)
    except (UnicodeError, ValueError):
        return None


def _from_cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        # Windows-1252 has five holes, where Latin-1's control characters stand
        return data.decode("latin-1").translate(_CP1252)


_CP1252 = {byte: letter for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))}
