"""What the label model sees of a unit, as named features that a person can read."""

from __future__ import annotations

import itertools
import re

from aftersummit.commitments.clause import classes, party_words
from aftersummit.commitments.context import Genre, View
from aftersummit.commitments.signals import decide

_CAPS = re.compile(r"(?<=[a-z,] )[A-Z]")


def document_features(genre: Genre) -> list[str]:
    """Features that every unit of a document shares."""

    def step(value: float, *cuts: float) -> int:
        return sum(value > cut for cut in cuts)

    return [
        f"doc={genre.code}",
        f"doc:we{step(genre.we, 0.1, 0.25, 0.45)}",
        f"doc:i{step(genre.i, 0.02, 0.1)}",
        f"doc:list{step(genre.bullets, 0.05, 0.3, 0.6)}",
        f"doc:will{step(genre.promises, 0.08, 0.18, 0.3)}",
        f"doc:talk{step(genre.talk, 0.01, 0.04, 0.12)}",
    ]


def unit_features(view: View, genre: Genre, language: str = "en") -> list[str]:
    """Features of one unit: words, clause structure, context and genre."""
    found: list[str] = []
    _words(view, found)
    _structure(view, genre, found, language)
    _verbs(view, found, language)
    _signs(view, genre, found)
    _context(view, genre, found)
    return found


def _signs(view: View, genre: Genre, found: list[str]) -> None:
    label, code = decide(view.signs)
    form = f"{view.kind}{view.depth > 0}{view.first}"
    found += [f"sign={sign}" for sign in view.signs]
    found += [
        f"rule={label}",
        f"rule={code}",
        f"rule={code}|{genre.code}",
        f"rule={code}|{form}",
        f"rule={code}|{view.clause.tense}",
        f"signs={'+'.join(sorted(view.signs))}",
        f"tense={view.clause.tense}|{view.clause.subject}",
        f"tense={view.clause.tense}|{genre.code}|{form}",
    ]
    if view.before is not None:
        above, sign = decide(view.before.signs)
        found += [f"prev={above}|{label}|{view.first}", f"prev={sign}|{code}|{view.first}"]
    caps = len(_CAPS.findall(view.text))
    found.append(f"caps{min(8, caps)}")
    found.append(f"caps{min(4, caps // 2)}|{code}")
    for mark in ("YEAR", "NUM", "$", "including", "through", "by"):
        if mark in view.clause.words:
            found.append(f"has {mark}|{code}")


def _words(view: View, found: list[str]) -> None:
    words = view.clause.words
    begin = view.clause.begin
    body = words[begin:]
    found += body
    found += [a + "_" + b for a, b in itertools.pairwise(body)]
    found += [a + "_" + b + "_" + c for a, b, c in zip(body, body[1:], body[2:], strict=False)]
    opening = ""
    for n, word in enumerate(body[:4]):
        opening += "_" + word
        found.append(f"^{n}{opening}")


def _structure(view: View, genre: Genre, found: list[str], language: str) -> None:
    c = view.clause
    governed = c.governed
    first = c.words[c.begin] if c.begin < len(c.words) else ""
    shape = first[-3:] if first.endswith("ing") else ("ed" if first.endswith("ed") else "")
    found += [
        f"S={c.subject}",
        f"SW={c.subject_words}",
        f"V={c.group}",
        f"SV={c.subject}|{c.group}",
        f"VG={c.group}|{' '.join(governed[:1])}",
        f"VG2={c.group}|{' '.join(governed[:2])}",
        f"SVG={c.subject}|{c.group}|{' '.join(governed[:1])}",
        f"fr={c.fronted}",
        f"kind={view.kind}|{c.group.split(' ')[0]}|{shape}",
        f"unit={view.kind}|{shape}|{view.depth > 0}",
        f"G={genre.code}|{c.subject}|{c.group.split(' ')[0]}",
        f"first={shape}|{genre.code}|{view.kind}",
        f"len={min(6, len(c.words) // 8)}",
    ]
    if c.lead:
        found.append(f"lead|{c.group.split(' ')[0]}")
        found.append(f"lead={'_'.join(c.words[:2])}")
    if c.words and c.words[-1] in {":", "?", "—"}:
        found.append("ends" + c.words[-1])
        found.append(f"ends{c.words[-1]}|{c.group}")
    elif c.words and c.words[-1] not in {".", ";", "!", "”", '"'}:
        found.append("ends-bare")


def _verbs(view: View, found: list[str], language: str) -> None:
    """Every verb of the lexicon: what stands before it and after it."""
    words = view.clause.words
    kinds = classes(language)
    seen: list[str] = []
    known = party_words()
    owner = ""
    relative = ""
    for i, word in enumerate(words):
        kind = kinds.get(word)
        if kind is None:
            if word in known:
                owner = "party"
            elif word in {",", ";"}:
                relative = ""
            continue
        if kind in {"subject", "outsider", "thing"}:
            if word in {"which", "that"}:
                relative = word
            else:
                owner = "we" if word == "we" else kind
            continue
        if kind in {"past", "negation", "reported", "conditional"} and word not in {
            "must",
            "should",
        }:
            found.append(f"has:{kind}")
            continue
        seen.append(kind)
        before = words[i - 1] if i else "^"
        after = words[i + 1] if i + 1 < len(words) else "$"
        skip = after in {"also", "further", "jointly", "continue", "not", "be"}
        target = (after + " " + words[i + 2]) if skip and i + 2 < len(words) else after
        main = "main" if i == view.clause.verb else ("rel" if relative else "sub")
        found += [
            f"{kind}:{owner}|{main}",
            f"{word}:{owner}|{main}",
            f"{word}>{target}|{main}",
            f"{before}<{word}",
            f"{kind}>{target}",
        ]
        if before == "and":
            found.append(f"and-{kind}|{owner}")
    found.append("seq=" + ">".join(seen[:4]))
    found.append("last=" + (seen[-1] if seen else ""))
    found.append("set=" + ",".join(sorted(set(seen))))


def _context(view: View, genre: Genre, found: list[str]) -> None:
    head = view.head
    first = (
        view.clause.words[view.clause.begin] if view.clause.begin < len(view.clause.words) else ""
    )
    shape = "ing" if first.endswith("ing") else ("ed" if first.endswith("ed") else "x")
    if head is not None and view.depth > 0:
        found += [
            "head",
            f"hV={head.group}",
            f"hSV={head.subject}|{head.group}",
            f"hV|{shape}={head.group}|{shape}|{view.kind}",
            f"hend={'_'.join(head.words[-3:])}",
            f"h:will={'will' in head.words}|{shape}|{view.kind}",
        ]
        found += [f"h:{w}" for w in set(head.words)]
    found.append(f"sec:{view.kind == 'heading'}")
    found += [f"sec:{w}" for w in view.section]
    before = view.before
    if before is not None:
        found += [
            f"pS={before.clause.subject}|{view.clause.subject}",
            f"pV={before.clause.group}",
            f"p|={before.kind}|{view.kind}",
            f"pG={before.clause.group.split(' ')[0]}|{view.clause.subject}"
            f"|{view.clause.group.split(' ')[0]}",
        ]
        if before.clause.words:
            found.append(f"p^={'_'.join(before.clause.words[:2])}")
    if view.following is not None:
        found.append(f"nV={view.following.group}")
        found.append(f"n^={'_'.join(view.following.words[:1])}")
    if not view.first:
        found.append("inside")
