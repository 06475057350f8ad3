"""What the label model sees of a unit, as named features that a person can read."""

from __future__ import annotations

from aftersummit.commitments.clause import Clause
from aftersummit.commitments.context import Genre, View
from aftersummit.commitments.lexemes import classes, lemmas, party_at
from aftersummit.commitments.signals import decide

_SKIPPED = frozenset(["also", "further", "jointly", "continue", "not", "be"])
_ARTICLES = frozenset(["the", "a", "an", "our", "their", "its", "all", "this", "these", "to", "of"])

_MARKS_IN_ORDER = ("YEAR", "NUM", "$", "including", "through", "by", "today", "last", "new")
_MARKS = frozenset(_MARKS_IN_ORDER)


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


def unit_features(view: View, genre: Genre) -> list[str]:
    """Features of one unit: words, clause structure, context and genre."""
    label, code = decide(view.signs)
    found = view.clause.words[view.clause.begin :]
    _signs(view, genre, label, code, found)
    _structure(view, genre, found)
    _action(view.clause, label, code, found)
    _verbs(view.clause, found)
    _context(view, label, code, found)
    return found


def _signs(view: View, genre: Genre, label: str, code: str, found: list[str]) -> None:
    clause = view.clause
    form = f"{view.kind}{view.depth > 0}{view.first}"
    found += [f"sign={sign}" for sign in view.signs]
    found += [
        f"rule={label}",
        f"rule={code}",
        f"rule={code}|{genre.code}",
        f"rule={code}|{form}",
        f"rule={code}|{clause.tense}",
        f"rule={code}|{clause.subject}",
        f"signs={'+'.join(sorted(view.signs))}",
        f"tense={clause.tense}|{clause.subject}",
        f"tense={clause.tense}|{genre.code}|{form}",
    ]
    if "will-say" in view.signs:
        found.append(f"say|{genre.code}")
    if code == "bare-act":
        found.append(f"bare|{min(4, len(clause.words) // 5)}|{clause.tense}")
    present = set(clause.words)
    if not _MARKS.isdisjoint(present):
        found += [f"has {mark}|{code}" for mark in _MARKS_IN_ORDER if mark in present]


def _structure(view: View, genre: Genre, found: list[str]) -> None:
    c = view.clause
    governed = c.governed
    group = c.group
    first = group.partition(" ")[0]
    shape = c.shape
    found += [
        f"S={c.subject}",
        f"SW={c.subject_words}",
        f"SH={c.head_noun}",
        f"SH={c.head_noun}|{c.tense}",
        f"V={group}",
        f"SV={c.subject}|{group}",
        f"VG={group}|{' '.join(governed[:1])}",
        f"fr={c.fronted}",
        f"unit={view.kind}|{shape}|{view.depth > 0}",
        f"G={genre.code}|{c.subject}|{first}",
        f"len={min(6, len(c.words) // 8)}",
    ]
    if c.lead:
        found.append(f"lead|{first}")
    last = c.words[-1] if c.words else ""
    if last in {":", "?", "—"}:
        found.append("ends" + last)
        found.append(f"ends{last}|{group}")
    elif last not in {".", ";", "!", "”", '"', ""}:
        found.append("ends-bare")


def _action(clause: Clause, label: str, code: str, found: list[str]) -> None:
    """What would be done: the first verb at or after the leading one, and its object."""
    known = lemmas()
    words = clause.words
    at = clause.after - 1
    for i in range(max(0, at), min(len(words), at + 6)):
        verb = known.get(words[i], "")
        if verb and (
            i > at
            or code in {"will", "item", "item-act", "thing-will", "other-will", "will-be-done"}
        ):
            thing = next((w for w in words[i + 1 : i + 5] if w not in _ARTICLES), "")
            found += [f"act={verb}", f"act={verb}|{code}", f"act={verb}|{label}|{thing}"]
            return


def _verbs(clause: Clause, found: list[str]) -> None:
    """Every verb of the lexicon: what stands before it and after it."""
    words = clause.words
    kinds = classes("en")
    seen: list[str] = []
    owner = ""
    relative = ""
    for i in clause.marks:
        word = words[i]
        kind = kinds.get(word)
        if kind is None:
            if word in {",", ";"}:
                relative = ""
            elif party_at(words, i):
                owner = "party"
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
        target = (after + " " + words[i + 2]) if after in _SKIPPED and i + 2 < len(words) else after
        main = "main" if i == clause.verb else ("rel" if relative else "sub")
        found += [
            f"{kind}:{owner}|{main}",
            f"{word}:{owner}|{main}",
            f"{word}>{target}|{main}",
            f"{kind}>{target}",
        ]
        if before == "and":
            found.append(f"and-{kind}|{owner}")
    found.append("seq=" + ">".join(seen[:4]))
    found.append("last=" + (seen[-1] if seen else ""))


def _context(view: View, label: str, code: str, found: list[str]) -> None:
    head, up = view.head, view.above
    if head is not None and view.depth > 0:
        shape = view.clause.shape or "x"
        above, sign = decide(up.signs) if up is not None else ("", "")
        short = len(view.clause.words) - view.clause.begin < 9
        found += [
            "head",
            f"hV={head.group}",
            f"hend={'_'.join(head.words[-3:])}",
            f"hrule={sign}|{code}",
            f"hrule={sign}|{shape}|{view.kind}",
            f"hrule={above}|{shape}|{short}",
        ]
        found += [f"hsign={s}" for s in (up.signs if up is not None else ())]
    before = view.before
    if before is not None:
        earlier, sign = decide(before.signs)
        found += [
            f"prev={earlier}|{label}|{view.first}",
            f"prev={sign}|{code}|{view.first}",
        ]
    if not view.first:
        found.append("inside")
