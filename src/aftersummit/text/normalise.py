"""One spelling of every text, so that an offset means the same place everywhere."""

from __future__ import annotations

import re
import unicodedata

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(text: str) -> str:
    r"""The text in the form to which every span refers.

    Unicode NFC; ``\n`` line ends (``\r\n`` and a lone ``\r`` become ``\n``); no byte-order
    mark, no NUL; half a surrogate pair, which no file can hold, becomes U+FFFD. Nothing else
    is touched: a text that is already so comes back unchanged, as the same object.

    ``canonical(canonical(text)) == canonical(text)`` for every ``text``.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Taken out before NFC, because they can stand between a letter and its accent.
    for nothing in ("\ufeff", "\0"):
        if nothing in text:
            text = text.replace(nothing, "")
    if _LONE_SURROGATE.search(text):
        text = _LONE_SURROGATE.sub("\ufffd", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
