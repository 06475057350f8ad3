"""``add`` of a feed or a sitemap: its pages, politely, and only those that are new.

One request at a time, with a pause for each host; robots.txt is asked first and obeyed. Each
page is confirmed as it comes, so a killed run goes on where it stopped. Between runs the
project remembers what each list answered, so that an unchanged list costs one request.
"""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from aftersummit import documents
from aftersummit.documents import Entry, Fetched, FetchPolicy, Refused, Robots
from aftersummit.errors import AftersummitError, UserError
from aftersummit.model import Source
from aftersummit.store import Store

FILE = "feeds.jsonl"
_LONGEST_PAUSE_S = 30.0
_DEEPEST = 3
_ROBOTS_BYTES = 512 * 1024


class Taker(Protocol):
    """Who reads what was fetched."""

    def page(self, fetched: Fetched, entry: Entry) -> None: ...

    def failed(self, url: str, error: AftersummitError) -> None: ...

    def known(self, url: str) -> None: ...


@dataclass(slots=True)
class Following:
    """One walk over a list and the lists it names.

    Attributes:
        policy: limits; a longer pause that a robots.txt asks for is kept as well.
        left: how many pages were left for the next run.
    """

    store: Store
    policy: FetchPolicy
    taker: Taker
    left: int = 0
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _robots: dict[str, Robots] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)
    _resting: set[str] = field(default_factory=set)
    _taken: int = 0

    def start(self, url: str) -> Fetched | None:
        """Ask for an address that may be a list; ``None`` where it is one that has not
        changed since all its pages were taken.

        Raises:
            UserError, OutsideError: as :func:`aftersummit.documents.fetch` does.
        """
        before = _remembered(self.store.folder / FILE).get(url)
        fetched = self._fetch(url, before)
        self._asked(url)
        return None if fetched.unchanged else fetched

    def follow(self, fetched: Fetched) -> None:
        """Take the pages of a list, and of the lists that it names.

        Raises:
            Unreadable: the first list cannot be read. What fails further on is told to the
                taker and does not stop the rest.
        """
        retrieved = self._retrieved()
        waiting = deque([(fetched, 0)])
        asked = {fetched.requested, fetched.url}
        whole = True
        while waiting:
            found, depth = waiting.popleft()
            for entry in documents.entries(found.data, found.url):
                if entry.url in asked:
                    continue
                asked.add(entry.url)
                if entry.is_list:
                    below = self._list(entry, depth)
                    whole = whole and below is not None
                    if below is not None:
                        waiting.append((below, depth + 1))
                elif _is_held(entry, retrieved):
                    self.taker.known(entry.url)
                else:
                    whole = self._page(entry) and whole
        if whole and not self.left:
            _remember(self.store.folder / FILE, fetched)

    def _page(self, entry: Entry) -> bool:
        if self._taken >= self.policy.max_pages or _site(entry.url) in self._resting:
            self.left += 1
            return True
        self._taken += 1
        got = self._get(entry.url)
        if got is not None:
            self.taker.page(got, entry)
        return got is not None

    def _list(self, entry: Entry, depth: int) -> Fetched | None:
        if depth >= _DEEPEST:
            self.taker.failed(
                entry.url,
                UserError(f"{entry.url} lies {depth} lists deep", "add that list by itself"),
            )
            return None
        got = self._get(entry.url)
        if got is not None and not documents.is_feed(got.data):
            error = UserError(f"{entry.url} is no list of pages", "add the page itself")
            self.taker.failed(entry.url, error)
            return None
        return got

    def _get(self, url: str) -> Fetched | None:
        try:
            rules = self._rules(url)
            if not rules.allows(url, self.policy.user_agent):
                raise UserError(
                    f"{url} is closed to programs: {rules.why}",
                    "open it in a browser, save the page and add that",
                )
            self._pause(url)
            return self._fetch(url)
        except AftersummitError as error:
            self.taker.failed(url, error)
            return None
        finally:
            self._asked(url)

    def _fetch(self, url: str, unless: Mapping[str, str] | None = None) -> Fetched:
        """Once more where the host asks to wait a little; where it asks for longer, the rest
        of its pages are left for the next run."""
        try:
            return documents.fetch(url, self.policy, unless=unless)
        except Refused as error:
            if error.wait_s is None:
                raise
            if error.wait_s > _LONGEST_PAUSE_S:
                self._resting.add(_site(url))
                raise
            self.wait(error.wait_s)
            return documents.fetch(url, self.policy, unless=unless)

    def _rules(self, url: str) -> Robots:
        """Of the page's host; one that cannot be had closes it, one that is not there opens."""
        site = _site(url)
        if site not in self._robots:
            self._pause(url)
            limits = replace(self.policy, max_bytes=_ROBOTS_BYTES)
            try:
                got = documents.fetch(f"{site}/robots.txt", limits)
                self._robots[site] = Robots(got.data.decode("utf-8", "replace"))
            except Refused as error:
                # No file means no rules; a server in trouble may have some.
                self._robots[site] = Robots(closed=error.what if error.status >= 500 else "")
            except AftersummitError as error:
                self._robots[site] = Robots(closed=error.what)
            self._asked(url)
        return self._robots[site]

    def _pause(self, url: str) -> None:
        until = self._next.get(_site(url), 0.0) - self.clock()
        if until > 0:
            self.wait(until)

    def _asked(self, url: str) -> None:
        rules = self._robots.get(_site(url))
        wished = rules.pause(self.policy.user_agent) if rules else 0.0
        pause = min(_LONGEST_PAUSE_S, max(self.policy.pause_s, wished))
        self._next[_site(url)] = self.clock() + pause

    def _retrieved(self) -> dict[str, str]:
        """Addresses that the project holds, with the day on which each was fetched last."""
        held: dict[str, str] = {}
        with self.store.read() as reader:
            for source in reader.all(Source):
                for address in (source.address, source.requested):
                    if "://" in address:
                        held[address] = max(held.get(address, ""), source.retrieved[:10])
        return held


def _is_held(entry: Entry, retrieved: Mapping[str, str]) -> bool:
    """Whether the page was fetched after the day on which the list says it last changed."""
    day = retrieved.get(entry.url, "")
    return bool(day) and day >= entry.date


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _remembered(path: Path) -> dict[str, dict[str, str]]:
    """What each list answered when all its pages had been taken."""
    found: dict[str, dict[str, str]] = {}
    if path.exists():
        for line in path.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                row = json.loads(line)
                found[row["url"]] = row["answer"]
    return found


def _remember(path: Path, fetched: Fetched) -> None:
    answer = {k: v for k in ("etag", "last-modified") if (v := fetched.headers.get(k))}
    if not answer:
        return
    rows = {**_remembered(path), fetched.requested: answer}
    lines = [json.dumps({"url": url, "answer": said}) + "\n" for url, said in rows.items()]
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
