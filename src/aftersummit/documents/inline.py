"""The words of a markdown line: marks taken off, links reduced to their text.

Written for what people and pandoc write rather than for every corner of CommonMark:
``**`` never belongs to a text (a literal one is escaped), even where pandoc leaves a blank
before the closing pair and CommonMark would print the stars.
"""

from __future__ import annotations

import html
import re

# An escaped sign is moved out of reach of the patterns below and brought back at the end.
# Plane 16 is private use; no real text lies there.
_SHELTER = 0x10F000
_SHELTERED = re.compile(f"[{chr(_SHELTER)}-{chr(_SHELTER + 0x7F)}]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ESCAPED_BLANK = re.compile(r"\\(?=\s|$)")
_CODE = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")

_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

_TARGET = r"\((?:[^()\s]|\((?:[^()\s]|\([^()\s]*\))*\))*+(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_WORDS = r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]"
_IMAGE = re.compile(r"!" + _WORDS + _TARGET)
_LINK = re.compile(_WORDS + _TARGET)
_ATTRIBUTES = re.compile(_WORDS + r"\{[^{}]*\}")
_REFERENCE = re.compile(_WORDS + r"\[([^\[\]]*)\]")
_NOTE = re.compile(r"\[\^[^\]\s]+\]")

_STARS = re.compile(r"\*{2,}")
_STAR = re.compile(r"\*(?=\S)([^*]+)\*")
# Bounded, as is the bold run below: a pattern that may look for its end to the end of the
# text, from every beginning, takes hours on a text made for it.
_DOUBLE_LOW = re.compile(r"(?<!\w)__(?=\S)(.{1,300}?)__(?!\w)")
_LOW = re.compile(r"(?<!\w)_(?=\S)([^_]+)_(?!\w)")
_STRIKE = re.compile(r"~~(?=\S)(.+?)~~")
_RAISED = re.compile(r"\^([^\s^]{1,20})\^")
_LOWERED = re.compile(r"(?<=\w)~([^\s~]{1,20})~")
_SPECIAL = re.compile(r"[\\*_\[<`&^~]")

_BOLD_RUN = re.compile(r"\*\*.+?\*\*+|__.{1,300}?__|<(strong|b)>.{1,300}?</\1>")
_NOT_WORDS = re.compile(r"[\s:.*_]+|</?[a-zA-Z][^<>]*>")


def words(text: str, references: frozenset[str] = frozenset()) -> str:
    """The words of one block of markdown, its lines already joined.

    ``references``: lower-cased names that link definitions of the file give a target to.
    """
    if not _SPECIAL.search(text):
        return text
    text = _shelter(text)
    if "<" in text:
        text = _tagless(text)
    if "[" in text:
        text = _unlinked(text, references)
    text = _unmarked(text)
    if "&" in text:
        text = html.unescape(text)
    return _SHELTERED.sub(_bring_back, text)


def wholly_bold(text: str) -> bool:
    """Whether a block of markdown is set in bold from its first word to its last."""
    if not text.startswith(("**", "__", "<", "[**")):
        return False
    rest = _BOLD_RUN.sub("", _ESCAPED.sub(" ", text))
    return rest != text and not _NOT_WORDS.sub("", rest)


def _shelter(text: str) -> str:
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: chr(_SHELTER + ord(match[1])), text)
        text = _ESCAPED_BLANK.sub("", text)
    if "`" in text:
        text = _CODE.sub(lambda match: _hidden(match[2]), text)
    return text


def _hidden(code: str) -> str:
    return "".join(
        chr(_SHELTER + ord(sign)) if sign.isascii() and not sign.isalnum() else sign
        for sign in code
    )


def _bring_back(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - _SHELTER)


def _tagless(text: str) -> str:
    text = _without_comments(text)
    text = _AUTOLINK.sub(lambda match: _hidden(match[1].removeprefix("mailto:")), text)
    return _TAG.sub("", _BREAK.sub(" ", text))


def _without_comments(text: str) -> str:
    out: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0:
        close = text.find("-->", start)
        if close < 0:
            break
        out.append(text[end:start])
        end = close + 3
    return "".join(out) + text[end:] if end else text


def _unlinked(text: str, references: frozenset[str]) -> str:
    text = _NOTE.sub("", text)
    text = _IMAGE.sub("", text)
    # A link may hold another pair of brackets; an image inside it is gone by now.
    text = _LINK.sub(r"\1", text)
    text = _ATTRIBUTES.sub(r"\1", text)
    if references:
        text = _REFERENCE.sub(
            lambda match: match[1] if (match[2] or match[1]).lower() in references else match[0],
            text,
        )
    return text


def _unmarked(text: str) -> str:
    if "*" in text:
        text = _STAR.sub(r"\1", _STARS.sub("", text))
    if "_" in text:
        text = _LOW.sub(r"\1", _DOUBLE_LOW.sub(r"\1", text))
    if "~" in text:
        text = _LOWERED.sub(r"\1", _STRIKE.sub(r"\1", text))
    return _RAISED.sub(r"\1", text) if "^" in text else text
