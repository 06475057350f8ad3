# A list of features reads best with several a line, however long.
# ruff: noqa: E501
"""The places in a sentence at which a promise may end and another begin, and what they look like.

A joint is a comma, a semicolon, an "and" or "as well as", a dash, a colon or a full stop inside
a unit. Whether the promise before it goes on, or another one opens, is judged from the form of
the verb behind it (does it stand parallel to the promised verb?), from what it governs, from
cues ("and will", "and intend to") and from whether both sides speak of the same issue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from aftersummit.codebooks import lexicon
from aftersummit.commitments.clause import tags, tokens
from aftersummit.commitments.context import View
from aftersummit.commitments.lexemes import lowered
from aftersummit.commitments.parties import named
from aftersummit.commitments.strength import cue_words, cues
from aftersummit.commitments.topics import Hit, hits, table

_JOINT = re.compile(
    r"(?=[\s;,.!?:])(?:"  # most letters open none of what follows
    r"\s*;(?:\s+(?:and|or|et|y))?\s+"
    r"|\s*,\s+(?:and|et|y|but|while|whilst|as well as|along with|in addition to|or|ainsi que|así como)\s+"
    r"|\s+(?:and|but|as well as|along with|while|whilst|et|y|ainsi que|así como)\s+"
    r"|\s*,\s+"
    r"|(?<=[\w”\")\]])\s*[.!?]\s*(?=[A-Z•“\"])"
    r"|\s+[–—-]\s+"
    r"|\s*:\s+)"
)
_WORD = re.compile(r"[^\W\d_]+")
_SKIPPED = frozenset(
    ["also", "further", "then", "jointly", "together", "to", "both", "fully", "and"]
)
_EMBEDDING = frozenset(
    ["including", "by", "through", "that", "which", "who", "such", "for", "while", "to", "on", "in"]
) | frozenset(["with", "from", "between", "among", "across", "where", "as"])  # fmt: skip
_ALSO_NOUNS = """
support exchange work trade finance research access increase focus plan host target share address
cooperation risk process supply study design demand need help change use report review task
practice measure test base form progress impact partner benefit advance state force result
challenge concern interest model"""
_AFTER_VERB = """
the our a an their its to that all more new on with in for NUM $ and other global sustainable
efforts cooperation"""
_ALSO_NOUN = frozenset(_ALSO_NOUNS.split())
_OBJECT = frozenset(_AFTER_VERB.split())
_NOT_PROMISING = frozenset(["goal", "include", "support", "should", "nominee", "launch"])
_MORE_STANCES = frozenset(
    ["condemn", "condemned", "look", "congratulate", "thank", "regret", "concern", "concerned"]
)


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint's place and its words in small letters."""

    start: int
    end: int
    mark: str


def joints(text: str, start: int, end: int) -> list[Joint]:
    """The joints inside ``text[start:end]`` behind which a verb or a promise may open, in order.

    Commas in a list of nouns are none: they never part promises and are most of all.
    """
    found = [
        match
        for match in _JOINT.finditer(text, start, end)
        if start < match.start() and match.end() < end
    ]
    if not found:
        return []
    low = lowered(text[start:end])
    ends = [*(match.start() for match in found[1:]), end]
    return [
        Joint(match.start(), match.end(), match.group().strip().lower())
        for match, until in zip(found, ends, strict=True)
        if _may_open(low, match.end() - start, until - start)
    ]


def _may_open(low: str, start: int, end: int) -> bool:
    """Whether a stretch begins with a verb or has a promise's cue near its beginning."""
    words = _WORD.findall(low, start, min(end, start + 110))[:14]
    return not cue_words().isdisjoint(words) or not _opening(words)[0].endswith(("x", "0"))


@dataclass(slots=True)
class _Sides:
    """The stretches between the joints of one unit, with what each joint is compared by."""

    words: list[list[str]]
    shapes: list[str]
    topics: list[list[Hit]]
    governed: str
    leading: str


def features(text: str, view: View, found: list[Joint]) -> list[list[str]]:
    """What the model sees of each joint of a unit."""
    borders = [
        view.words.start,
        *(at for one in found for at in (one.start, one.end)),
        view.span.end,
    ]
    words = [tokens(text[a:b]) for a, b in zip(borders[::2], borders[1::2], strict=True)]
    clause = view.clause
    governed = clause.governed
    if governed and governed[0] == "to" and len(governed) > 1:
        form = "to+" + _shape(governed[1])
    else:
        form = _shape(governed[0]) if governed else "-"
    leading = _shape(clause.group.split(" ")[-1]) if clause.group else "-"
    shapes = [_opening(side)[0] for side in words[1:]]
    sides = _Sides(words, shapes, [hits(side) for side in words], form, leading)
    return [_joint(text, view, found, n, sides) for n in range(len(found))]


def _opening(side: list[str]) -> tuple[str, str, str]:
    """Form of a stretch's first real word, the word, and the word behind it."""
    at = 0
    while at < len(side) and (side[at] in _SKIPPED or side[at].endswith("ly")):
        at += 1
    word = side[at] if at < len(side) else ""
    following = side[at + 1] if at + 1 < len(side) else ""
    return ("to+" if "to" in side[:at] else "") + _shape(word), word, following


def _shape(word: str) -> str:
    if not word:
        return "0"
    known = tags().get(word)
    if known:
        return known
    if word.endswith("ing") and len(word) > 4:
        return "ing"
    return "ed" if word.endswith("ed") and len(word) > 3 else "x"


def _joint(text: str, view: View, found: list[Joint], n: int, sides: _Sides) -> list[str]:
    mark, clause, known_stances = found[n].mark, view.clause, _stances()
    before = [word for side in sides.words[: n + 1] for word in side]
    previous, following = sides.words[n], sides.words[n + 1]
    shape, word, after_word = _opening(following)
    cue = cues(following[:14])
    code = cue[0][1] if cue else ""
    promising = [name for _, name in cues(before) if name not in _NOT_PROMISING]
    last = promising[-1] if promising else ""
    place = "before" if clause.verb >= 0 and len(before) <= clause.verb else "after"
    parallel = str(shape in (sides.governed, sides.leading))
    deep = str(not {"including", "such"}.isdisjoint(before[max(0, clause.after) :]))
    embedded = next((w for w in reversed(previous) if w in _EMBEDDING), "")
    relation = _relation(sides, n)
    stances = [w for w in before if w in known_stances]
    verb = shape.rpartition("+")[2] in {"base", "ing", "s", "ed"}
    takes = after_word in _OBJECT or after_word.endswith("ing")
    real = str(verb and (takes or word not in _ALSO_NOUN))
    subject = "we" if "we" in following[:4] else "they" if following[:1] in _THEY else ""
    numbers = f"{_numbered(previous)}{_numbered(following)}"
    alike = min(4, sides.shapes.count(shape))
    rest = sum(len(side) for side in sides.words[n + 1 :])
    many = len(found)
    seen = [
        f"c={mark}", f"c={mark}|{shape}", f"sh={shape}|{sides.governed}",
        f"sh={shape}|{sides.leading}|{sides.governed}", f"par={parallel}|{mark}", f"h={word}",
        f"n1={following[0] if following else ''}", f"n2={'_'.join(following[:2])}",
        f"ac={code}|{mark}", f"ac={code}|{place}|{subject}", f"subj={subject}|{mark}|{place}",
        f"pre={place}|{mark}|{shape}", f"deep={deep}|{shape}|{mark}", f"emb={embedded}|{shape}",
        f"rel={relation}", f"rel={relation}|{parallel}", f"rel={relation}|{shape}|{mark}",
        f"num={numbers}|{parallel}", f"ln={min(5, len(following) // 4)}|{parallel}",
        f"lp={min(5, len(previous) // 4)}|{parallel}", f"rest={min(5, rest // 6)}|{parallel}",
        f"same={alike}|{shape}", f"joints={min(6, many)}", f"nt={min(6, len(before) // 6)}|{place}",
        f"V={clause.group}|{parallel}", f"p1={previous[-1] if previous else ''}",
        f"psh={sides.shapes[n - 1] if n else 'first'}|{shape}|{mark}", f"kind={view.kind}|{mark}|{shape}",
        f"last={n == many - 1}|{mark}|{parallel}", f"lead={clause.lead}|{place}",
        f"endq={mark}|{text[found[n].end : found[n].end + 1].isupper()}|{bool(code)}",
        f"V={clause.group}|{code}", f"pm={last}|{code}", f"pm={last}|{real}|{mark}",
        f"pm={bool(last)}|st={stances[-1] if stances else ''}",
        f"pm={bool(last)}|st={bool(stances)}|{shape}", f"pm={bool(last)}|st={bool(stances)}|ac={bool(code)}",
        f"st0={stances[0] if stances else ''}|{code}", f"hs={word in _stances()}|{mark}",
        f"tense={clause.tense}|{code}", f"head={view.head is not None and view.depth > 0}|{shape}|{mark}",
        f"real={real}|{mark}|{place}", f"real={real}|{parallel}|{relation}", f"real={real}|{deep}|{embedded}",
        f"real={real}|bal={min(3, len(before) // 8)},{min(3, rest // 8)}|{deep}", f"real={real}|{numbers}",
        f"real={real}|{min(3, many)}|{alike}", f"hn={word}|{takes}", f"depth={view.depth > 0}|{real}|{mark}",
        f"chain={last}|{shape}|{embedded}",
    ]  # fmt: skip
    if cue:
        seen.append(f"cuepos={cue[0][0] < 3}|{code}|{mark}")
    return seen + [f"w={w}" for w in following[:6]]


def renewed(text: str, view: View, found: list[Joint]) -> list[bool]:
    """Which joints surely open another promise: a promise stands before, and behind the joint a
    subject of its own with a promising verb ("..., and Mexico will ...")."""
    sure = []
    for n, joint in enumerate(found):
        until = found[n + 1].start if n + 1 < len(found) else view.span.end
        behind = text[joint.end : min(until, joint.end + 80)]
        sure.append(
            joint.mark in _RENEWING
            and (behind[:3].lower() == "we " or behind[:1].isupper() or behind[:4] == "the ")
            and _subject_promises(behind)
            and any(
                name in _PROMISES for _, name in cues(tokens(text[view.words.start : joint.start]))
            )
        )
    return sure


def _subject_promises(behind: str) -> bool:
    words = tokens(behind)[:9]
    first = next(((at, name) for at, name in cues(words) if name in _PROMISES), None)
    if first is None or first[0] == 0:
        return False
    return words[0] == "we" or bool(named(behind[: behind.lower().find(words[first[0]])]))


_RENEWING = frozenset(
    [";", "; and", ", and", "and", ", but", ", while", "while", ".", "et", ", et"]
)
_PROMISES = frozenset(
    [
        "will",
        "intend",
        "plan",
        "commit",
        "pledge",
        "agree",
        "decide",
        "are-committed",
        "aim",
        "seek",
    ]
)
_THEY = (["they"], ["both"], ["it"])


def _numbered(side: list[str]) -> str:
    return "#" if "NUM" in side or "YEAR" in side else "."


def _relation(sides: _Sides, n: int) -> str:
    """Whether both sides of a joint speak of the same issue."""
    if not sides.topics[n + 1] or not any(sides.topics[: n + 1]):
        return "n"
    topics = table(sides.topics[: n + 2])
    left, right = topics[:-1].sum(axis=0), topics[-1]
    if left.argmax() == right.argmax():
        return "same"
    return "overlap" if (left * right).any() else "diff"


@cache
def _stances() -> frozenset[str]:
    words = lexicon("en")
    return frozenset(words.words("stance")) | frozenset(words.words("call")) | _MORE_STANCES
