"""Templates and the words they may use."""

from __future__ import annotations

from functools import partial
from typing import Any

import jinja2
from markupsafe import Markup

from aftersummit.model import Commitment, Ref
from aftersummit.publish.site import words
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages.commitments import title_of
from aftersummit.publish.site.pages.documents import has_page
from aftersummit.publish.site.pages.figures import period_words
from aftersummit.publish.site.pages.gaps import searched
from aftersummit.publish.site.pages.parties import involved
from aftersummit.publish.site.pages.topics import priorities_of, topic_path
from aftersummit.publish.site.paths import anchor, path_of, relative
from aftersummit.publish.site.search import script_json
from aftersummit.publish.site.status import STANDINGS, deadline_words

NAVIGATION = (
    ("meetings.html", "Meetings"),
    ("commitments.html", "Commitments"),
    ("scorecards.html", "Scores"),
    ("parties.html", "Parties"),
    ("topics.html", "Topics"),
    ("actions.html", "Actions"),
    ("figures.html", "Figures"),
    ("deadlines.html", "Deadlines"),
    ("gaps.html", "Gaps"),
    ("documents.html", "Documents"),
)


class Pen:
    """Draws pages of one register."""

    def __init__(self, look: Lookup) -> None:
        self.look = look
        self.env = jinja2.Environment(
            loader=jinja2.PackageLoader("aftersummit.publish.site"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.env.filters.update(_filters(), name_of=look.name)
        parties = {party.code for party in involved(look)}
        self.env.globals.update(
            look=look,
            register=look.register,
            navigation=NAVIGATION,
            name=look.name,
            title_of=title_of,
            deadline_of=partial(_deadline, look),
            priorities_of=partial(priorities_of, look),
            topic_path=topic_path,
            path_of=path_of,
            anchor=anchor,
            has_page=partial(has_page, look),
            has_party=parties.__contains__,
            party_path=lambda code: path_of(Ref.flat("party", code)),
            period_words=period_words,
            searched=searched(look),
            standings=STANDINGS,
            counted=words.counted,
            stance_words=words.STANCE_WORDS,
            rung_words=words.RUNG_WORDS,
            kind_words=words.KIND_WORDS,
            languages=words.LANGUAGES,
            quantity_words=words.quantity_words,
        )

    def draw(self, page: Page) -> bytes:
        """The page in UTF-8, ending in one newline."""
        template = self.env.get_template(page.template)
        text = template.render(page=page, to=partial(_to, page.path), **page.make())
        return (text.rstrip() + "\n").encode()


def _to(origin: str, target: Any) -> str:
    path = path_of(target) if isinstance(target, Ref) else str(target)
    return relative(origin, path)


def _deadline(look: Lookup, commitment: Commitment, state: bool = True) -> str:
    return deadline_words(commitment, look.register.as_of, state=state)


def _filters() -> dict[str, Any]:
    return {
        "date": words.date_words,
        "figure": words.number_words,
        "listed": words.listed,
        "cap": words.sentence_case,
        "web": words.web_address,
        "host": words.site_name,
        "shorten": words.shorten,
        "script": lambda value: Markup(script_json(value)),
    }
