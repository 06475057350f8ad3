"""The features that decided, in words."""

from __future__ import annotations

_NAMES = {
    "S": "subject of the main clause is {}",
    "SW": "subject ends in '{}'",
    "V": "main verb is '{}'",
    "SV": "main clause: {}",
    "VG": "main verb and what it takes: '{}'",
    "VG2": "main verb and what it takes: '{}'",
    "SVG": "main clause: {}",
    "fr": "opens with '{}'",
    "hV": "the clause above says '{}'",
    "hSV": "the clause above: {}",
    "hend": "the clause above ends in '{}'",
    "pV": "the sentence before says '{}'",
    "p^": "the sentence before opens with '{}'",
    "nV": "the next sentence says '{}'",
    "n^": "the next sentence opens with '{}'",
    "seq": "order of its verbs: {}",
    "last": "its last weighty verb is of class {}",
    "set": "classes of its verbs: {}",
    "rule": "the word lists say {}",
    "doc": "kind of text: {}",
    "len": "length class {}",
    "unit": "form: {}",
    "kind": "form and verb: {}",
    "first": "form of its first word: {}",
    "G": "kind of text, subject, verb: {}",
    "lead": "opens with a title: {}",
}


def in_words(feature: str) -> str:
    """One feature's name as a phrase that a reader understands."""
    name, mark, value = feature.partition("=")
    if mark and name in _NAMES:
        return _NAMES[name].format(value.replace("|", " + ").replace("_", " ").strip() or "none")
    if feature.startswith("sec:"):
        return f"heading has '{feature[4:]}'"
    if feature.startswith("h:"):
        return f"the clause above has '{feature[2:]}'"
    if feature.startswith("^"):
        return f"opens with '{feature.partition('_')[2].replace('_', ' ')}'"
    if ">" in feature or "<" in feature or ":" in feature:
        return "verb in place: " + feature.replace("|", ", in clause ").replace(">", " → ").replace(
            "<", " ← "
        )
    return f"has '{feature.replace('_', ' ')}'"
