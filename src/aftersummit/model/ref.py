"""Addresses of records, parsed and printed here and nowhere else.

=================================  =====================================
address                            what stands there
=================================  =====================================
``nals``                           a forum
``nals/2023``                      a meeting
``nals/2023/C017``                 a commitment
``nals/2023/C017/E003``            a piece of evidence on that commitment
``nals/2023/C017/F012``            a finding: a passage proposed as evidence on it
``nals/2023/C017/G001``            a version of its interpretive guideline
``nals/2023/C017/MX@final``        an assessment of one party
``nals/2023/declaration``          a document
``nals/2023/declaration#45-188``   a span of its canonical text
``action/canada-landfill-rules``   an action that a government took
``party/MX``                       a party or a group of parties
``series/us-overdose-deaths``      an indicator series
``yardstick/c037-deaths``            a series that a commitment is held against
``effect/c037-deaths``               what that series did at a date
``round/nals-2023-a``              a coding round
``lesson/2``                       what a project learned from its coders
``source/<sha-256>``               a source, as received
=================================  =====================================
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from aftersummit.errors import BadAddress
from aftersummit.model.span import Span

RefKind = Literal[
    "forum",
    "meeting",
    "commitment",
    "evidence",
    "finding",
    "guideline",
    "assessment",
    "document",
    "action",
    "party",
    "series",
    "yardstick",
    "effect",
    "round",
    "lesson",
    "source",
]

FlatKind = Literal["action", "party", "series", "yardstick", "effect", "round", "lesson", "source"]

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PARTY = r"[A-Z][A-Z0-9-]{1,15}"
_NUMBER = "[0-9]{3,9}"
_FLAT: dict[RefKind, str] = {
    "action": _SLUG,
    "party": _PARTY,
    "series": _SLUG,
    "yardstick": _SLUG,
    "effect": _SLUG,
    "round": _SLUG,
    "lesson": "[1-9][0-9]{0,5}",
    "source": r"[0-9a-f]{64}",
}
_PATTERNS: tuple[tuple[RefKind, re.Pattern[str]], ...] = (
    *((kind, re.compile(f"{kind}/(?P<item>{item})")) for kind, item in _FLAT.items()),
    ("forum", re.compile(f"(?P<forum>{_SLUG})")),
    ("meeting", re.compile(f"(?P<forum>{_SLUG})/(?P<meeting>{_SLUG})")),
    (
        "assessment",
        re.compile(
            f"(?P<forum>{_SLUG})/(?P<meeting>{_SLUG})/(?P<item>C{_NUMBER})"
            f"/(?P<part>{_PARTY})@(?P<period>{_SLUG})"
        ),
    ),
    (
        "evidence",
        re.compile(
            f"(?P<forum>{_SLUG})/(?P<meeting>{_SLUG})/(?P<item>C{_NUMBER})/(?P<part>E{_NUMBER})"
        ),
    ),
    (
        "finding",
        re.compile(
            f"(?P<forum>{_SLUG})/(?P<meeting>{_SLUG})/(?P<item>C{_NUMBER})/(?P<part>F{_NUMBER})"
        ),
    ),
    (
        "guideline",
        re.compile(
            f"(?P<forum>{_SLUG})/(?P<meeting>{_SLUG})/(?P<item>C{_NUMBER})/(?P<part>G{_NUMBER})"
        ),
    ),
    (
        "commitment",
        re.compile(f"(?P<forum>{_SLUG})/(?P<meeting>{_SLUG})/(?P<item>C{_NUMBER})"),
    ),
    (
        "document",
        re.compile(
            f"(?P<forum>{_SLUG})/(?P<meeting>{_SLUG})/(?P<item>{_SLUG})"
            r"(?:#(?P<start>[0-9]{1,12})-(?P<end>[0-9]{1,12}))?"
        ),
    ),
)


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """The address of one record; ``str(ref)`` prints it and :meth:`parse` reads it back.

    Which fields are set depends on ``kind``; build one with :meth:`parse` or the
    named constructors, which check it.
    """

    kind: RefKind
    forum: str = ""
    meeting: str = ""
    item: str = ""
    part: str = ""
    period: str = ""
    span: Span | None = None

    @staticmethod
    def parse(address: str) -> Ref:
        """Read an address.

        Raises:
            BadAddress: ``address`` has none of the forms above.
        """
        text = address.strip()
        for kind, pattern in _PATTERNS:
            match = pattern.fullmatch(text)
            if match is None:
                continue
            found = {key: value for key, value in match.groupdict().items() if value is not None}
            if kind in ("forum", "meeting") and found["forum"] in _FLAT:
                break
            span = None
            if "start" in found:
                start, end = int(found.pop("start")), int(found.pop("end"))
                if end < start:
                    break
                span = Span(start, end)
            return Ref(kind=kind, span=span, **found)
        raise BadAddress(
            f"'{address}' is not an address",
            "write it like nals/2023/C017 or nals/2023/declaration#4511-4688",
        )

    @staticmethod
    def to_forum(forum: str) -> Ref:
        return Ref.parse(forum)

    @staticmethod
    def to_meeting(forum: str, meeting: str) -> Ref:
        return Ref.parse(f"{forum}/{meeting}")

    @staticmethod
    def to_commitment(meeting: Ref, number: int) -> Ref:
        """Commitment ``number`` (from 1) of ``meeting``."""
        return Ref.parse(f"{meeting.meeting_ref}/C{number:03d}")

    @staticmethod
    def to_document(meeting: Ref, slug: str) -> Ref:
        return Ref.parse(f"{meeting.meeting_ref}/{slug}")

    @staticmethod
    def to_evidence(commitment: Ref, number: int) -> Ref:
        """Evidence ``number`` (from 1) on ``commitment``."""
        return Ref.parse(f"{commitment.commitment_ref}/E{number:03d}")

    @staticmethod
    def to_finding(commitment: Ref, number: int) -> Ref:
        """Finding ``number`` (from 1) on ``commitment``."""
        return Ref.parse(f"{commitment.commitment_ref}/F{number:03d}")

    @staticmethod
    def to_guideline(commitment: Ref, version: int) -> Ref:
        """Version ``version`` (from 1) of the guideline of ``commitment``."""
        return Ref.parse(f"{commitment.commitment_ref}/G{version:03d}")

    @staticmethod
    def to_assessment(commitment: Ref, party: str, period: str) -> Ref:
        return Ref.parse(f"{commitment.commitment_ref}/{party}@{period}")

    @staticmethod
    def flat(kind: FlatKind, item: str) -> Ref:
        return Ref.parse(f"{kind}/{item}")

    @property
    def forum_ref(self) -> Ref:
        """The forum in which this record stands."""
        return Ref("forum", forum=self._in_forum())

    @property
    def meeting_ref(self) -> Ref:
        """The meeting in which this record stands.

        Raises:
            BadAddress: the record stands in no meeting.
        """
        if not self.meeting:
            raise BadAddress(f"'{self}' names no meeting", "write it like nals/2023")
        return Ref("meeting", forum=self.forum, meeting=self.meeting)

    @property
    def commitment_ref(self) -> Ref:
        """The commitment to which this record belongs.

        Raises:
            BadAddress: it belongs to none.
        """
        if self.kind not in ("commitment", "evidence", "finding", "guideline", "assessment"):
            raise BadAddress(f"'{self}' names no commitment", "write it like nals/2023/C017")
        return Ref("commitment", forum=self.forum, meeting=self.meeting, item=self.item)

    @property
    def document_ref(self) -> Ref:
        """The document without its span.

        Raises:
            BadAddress: this is not a document's address.
        """
        if self.kind != "document":
            raise BadAddress(f"'{self}' names no document", "write it like nals/2023/declaration")
        return Ref("document", forum=self.forum, meeting=self.meeting, item=self.item)

    @property
    def number(self) -> int:
        """The number of a commitment, of evidence, of a finding or of a guideline.

        Raises:
            BadAddress: this address carries no number.
        """
        counted = {
            "commitment": self.item,
            "evidence": self.part,
            "finding": self.part,
            "guideline": self.part,
        }.get(self.kind)
        if counted is None:
            raise BadAddress(f"'{self}' carries no number", "write it like nals/2023/C017")
        return int(counted[1:])

    def at(self, span: Span) -> Ref:
        """This document's address with a span."""
        base = self.document_ref
        return Ref("document", base.forum, base.meeting, base.item, span=span)

    def _in_forum(self) -> str:
        if not self.forum:
            raise BadAddress(f"'{self}' stands in no forum", "write it like nals/2023/C017")
        return self.forum

    def __str__(self) -> str:
        if self.kind in _FLAT:
            return f"{self.kind}/{self.item}"
        text = "/".join(part for part in (self.forum, self.meeting, self.item, self.part) if part)
        if self.period:
            text += f"@{self.period}"
        if self.span is not None:
            text += f"#{self.span.start}-{self.span.end}"
        return text


def slugify(text: str, limit: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word near ``limit`` characters.

    Always a valid slug: text without a letter or digit gives ``"untitled"``, and a
    result that reads like a commitment's number cannot occur (slugs are lower case).
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:limit]
        if len(longer) > limit:
            break
        slug = longer
    return slug or "untitled"
