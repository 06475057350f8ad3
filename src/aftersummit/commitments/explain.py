"""The features that decided, in words."""

from __future__ import annotations

from functools import lru_cache

from aftersummit.commitments.signals import EXPLAINED

_LABELS = {
    "C": "a commitment",
    "S": "a stance",
    "H": "a call on others",
    "N": "none of these",
}
_CODES = {
    "summit": "a declaration",
    "sheet": "a text of lists",
    "report": "a report",
    "talk": "talk",
}
_CLASSES = {
    "firm": "a verb of promise",
    "soft": "a verb of intention",
    "modal": "'will'",
    "call": "a verb of asking",
    "stance": "a verb of position",
    "launch": "a verb of launching",
}
_PLACES = {"main": "as its main verb", "sub": "in a later clause", "rel": "in a relative clause"}
_NAMED = {
    "S": "its subject is {}",
    "SW": "its subject ends in '{}'",
    "SH": "its subject is '{}'",
    "V": "its main verb is '{}'",
    "SV": "its main clause: {}",
    "VG": "its main verb and what follows: '{}'",
    "act": "what would be done: '{}'",
    "tense": "tense and subject: {}",
    "fr": "it opens with '{}'",
    "unit": "its form: {}",
    "G": "kind of text, subject, verb: {}",
    "hV": "the clause above says '{}'",
    "hend": "the clause above ends in '{}'",
    "seq": "its verbs, in order: {}",
    "last": "its last weighty verb: {}",
    "len": "its length",
}


@lru_cache(maxsize=20_000)
def in_words(feature: str) -> str:
    """One feature's name as a phrase that a reader understands."""
    name, mark, value = feature.partition("=")
    if mark and name in {"sign", "rule", "signs"}:
        return _signs(value.partition("|")[0])
    if mark and name in {"hrule", "hsign"}:
        return "in the clause above, " + _signs(value.partition("|")[0].partition("<")[0])
    if name == "prev":
        return "in the unit before, " + _signs(value.partition("|")[0])
    if mark and name == "doc":
        return f"it stands in {_CODES.get(value, value)}"
    if mark and name in _NAMED:
        return _NAMED[name].format(_plain(value))
    return _other(feature)


def _signs(value: str) -> str:
    if value in _LABELS:
        return f"the word lists say {_LABELS[value]}"
    known = [EXPLAINED.get(code, _plain(code)) for code in value.split("+") if code]
    return " and ".join(known) or "no sign was found"


def _other(feature: str) -> str:
    """Words, verbs in their place, and what is left."""
    if feature.startswith("doc:"):
        return "what the rest of the document is like"
    if feature.startswith(("say|", "bare|")):
        return EXPLAINED["will-say" if feature.startswith("say") else "bare-act"]
    if feature.startswith("has "):
        word, _, code = feature[4:].partition("|")
        known = {"YEAR": "a year", "NUM": "a number"}.get(word, f"'{word}'")
        return f"it has {known}; {_signs(code)}" if code else f"it has {known}"
    if feature.startswith("ends"):
        return f"it ends in '{feature[4:].partition('|')[0]}'"
    before, mark, place = feature.rpartition("|")
    if mark and place in _PLACES:
        verb, _, rest = before.replace(":", ">").partition(">")
        shown = _CLASSES.get(verb, f"'{verb}'")
        return f"it has {shown} {_PLACES[place]}" + (f", with '{rest}'" if rest else "")
    if ">" in feature:
        verb, _, rest = feature.partition(">")
        return f"it has {_CLASSES.get(verb, verb)} before '{rest}'"
    if feature in {"head", "inside"}:
        return {"head": "a clause above introduces it", "inside": "it goes on a paragraph"}[feature]
    return f"it has '{_plain(feature)}'"


def _plain(value: str) -> str:
    return value.replace("|", " + ").replace("_", " ").strip(" +") or "none"
