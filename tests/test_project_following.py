"""A ministry's feed is followed politely, and a hostile one is survived with a clear record."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from aftersummit.documents import FetchPolicy, entries, is_feed
from aftersummit.documents.reading import Unreadable
from aftersummit.project import Project, make_project, open_project

POLICY = FetchPolicy(
    allow_private=True, timeout_s=1, total_s=2, max_bytes=200_000, max_redirects=4, pause_s=0
)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title>{}</channel></rss>"""
ITEM = "<item><title>{0}</title><link>/{0}</link><pubDate>Fri, 14 Apr 2023 10:00:00 GMT</pubDate></item>"
PAGE = "<html><body><h1>{0}</h1><p>The ministry says that {0} was opened with three partners.</p></body></html>"


class _Site(BaseHTTPRequestHandler):
    """Pages by path; what was asked is kept with the time."""

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, time.monotonic()))  # type: ignore[attr-defined]
        answer = self.server.pages.get(self.path)  # type: ignore[attr-defined]
        if callable(answer):
            answer(self)
        elif answer is None:
            self.reply(b"", 404)
        else:
            etag = f'"{hash(answer)}"'
            if self.headers.get("If-None-Match") == etag:
                self.reply(b"", 304)
            else:
                self.reply(answer.encode(), ETag=etag)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Site)
        self.pages: dict[str, object] = {}
        self.asked: list[tuple[str, float]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def feed(self, *names: str, more: str = "") -> str:
        for name in names:
            self.pages[f"/{name}"] = PAGE.format(name)
        self.pages["/feed"] = RSS.format("".join(map(ITEM.format, names)) + more)
        return f"{self.url}/feed"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def project(tmp_path) -> Iterator[Project]:
    with make_project(tmp_path / "p") as project:
        yield project


def added(project: Project, url: str, **policy: object):
    return project.add([url], policy=replace(POLICY, **policy))


def problems(project: Project) -> dict[str, str]:
    return {p.where.rpartition("/")[2]: f"{p.what}; {p.remedy}" for p in project.problems()}


def test_the_pages_of_a_feed_are_added_with_its_dates(server, project):
    report = added(project, server.feed("bridge", "school"))
    assert [d.date for d in project.list("document")] == ["2023-04-14", "2023-04-14"]
    assert len(report.added) == 2 and not report.problems
    assert server.paths() == ["/feed", "/robots.txt", "/bridge", "/school"]


def test_the_next_time_only_new_pages_are_fetched(server, project):
    url = server.feed("bridge", "school")
    added(project, url)
    server.asked.clear()
    report = added(project, url)
    assert server.paths() == ["/feed"], "an unchanged list costs one request"
    assert (report.added, report.unchanged) == ([], 1)
    server.feed("bridge", "school", "harbour")
    server.asked.clear()
    assert len(added(project, url).added) == 1
    assert server.paths() == ["/feed", "/robots.txt", "/harbour"]


def test_a_run_ends_where_it_was_told_and_the_next_goes_on(server, project):
    url = server.feed(*(f"page-{number}" for number in range(7)))
    report = added(project, url, max_pages=3)
    assert (len(report.added), report.left) == (3, 4)
    assert len(added(project, url, max_pages=3).added) == 3
    report = added(project, url, max_pages=3)
    assert (len(report.added), report.left) == (1, 0)
    assert sum(path.startswith("/page") for path in server.paths()) == 7


def test_a_page_is_confirmed_before_the_next_is_asked_for(server, project):
    seen = []

    def look(site: _Site) -> None:
        with open_project(project.folder) as other:
            seen.append(other.count("document"))
        site.reply(PAGE.format("late").encode())

    url = server.feed("bridge", "late")
    server.pages["/late"] = look
    added(project, url)
    assert seen == [1]


def test_what_robots_txt_closes_is_not_asked_for_and_said(server, project):
    url = server.feed("bridge", "inner")
    server.pages["/robots.txt"] = "User-agent: *\nDisallow: /inner\n"
    report = added(project, url)
    assert len(report.added) == 1
    assert "/inner" not in server.paths()
    assert "closed to programs: its site's robots.txt says so" in problems(project)["inner"]


def test_a_site_whose_robots_txt_fails_is_not_asked_for_pages(server, project):
    url = server.feed("bridge")
    server.pages["/robots.txt"] = lambda site: site.reply(b"", 503)
    assert added(project, url).added == []
    assert "status 503" in problems(project)["bridge"]
    assert server.paths() == ["/feed", "/robots.txt"]


def test_requests_to_one_host_keep_their_distance(server, project):
    url = server.feed("bridge", "school")
    server.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.2\nUser-agent: x\n"
    added(project, url, pause_s=0.2)
    moments = [moment for _, moment in server.asked]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert len(gaps) == 3 and min(gaps) > 0.15


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_to_wait_a_little_is_asked_once_more(server, project, status):
    url = server.feed("bridge", "school")
    answers = iter([lambda site: site.reply(b"", status, Retry_After="1")])
    page = server.pages["/bridge"]
    server.pages["/bridge"] = lambda site: next(answers, lambda site: site.reply(page.encode()))(
        site
    )
    report = added(project, url)
    assert len(report.added) == 2 and not report.problems
    moments = [moment for path, moment in server.asked if path == "/bridge"]
    assert len(moments) == 2 and moments[1] - moments[0] > 0.9


def test_a_host_that_asks_to_wait_for_long_is_left_for_the_next_run(server, project):
    url = server.feed("bridge", "school", "harbour")
    page = server.pages["/bridge"]
    server.pages["/bridge"] = lambda site: site.reply(b"", 429, Retry_After="3600")
    report = added(project, url)
    assert (report.added, report.left) == ([], 2)
    assert server.paths() == ["/feed", "/robots.txt", "/bridge"]
    assert "try again in 3600 s" in problems(project)["bridge"]
    server.pages["/bridge"] = page
    assert len(added(project, url).added) == 3


def test_a_wait_that_cannot_be_read_is_none(server, project):
    url = server.feed("bridge", "school")
    server.pages["/bridge"] = lambda site: site.reply(b"", 429, Retry_After="tomorrow, maybe")
    assert len(added(project, url).added) == 1
    assert "asks for fewer requests" in problems(project)["bridge"]


def test_a_sitemap_of_sitemaps_is_followed_packed_ones_too(server, project):
    server.feed("bridge", "school", "harbour")
    inner = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"
    server.pages["/one.xml"] = inner.format(
        f"<url><loc>{server.url}/bridge</loc><lastmod>2023-05-24</lastmod></url>"
    )
    packed = gzip.compress(inner.format(f"<url><loc>{server.url}/school</loc></url>").encode())
    server.pages["/two.xml.gz"] = lambda site: site.reply(packed)
    server.pages["/sitemap.xml"] = (
        f"<sitemapindex><sitemap><loc>{server.url}/one.xml</loc></sitemap>"
        f"<sitemap><loc>{server.url}/two.xml.gz</loc></sitemap></sitemapindex>"
    )
    assert len(added(project, f"{server.url}/sitemap.xml").added) == 2
    assert "2023-05-24" in [d.date for d in project.list("document")]


def test_lists_that_name_each_other_come_to_an_end(server, project):
    loop = "<sitemapindex>{}</sitemapindex>"
    for name, other in (("a", "b"), ("b", "a")):
        server.pages[f"/{name}.xml"] = loop.format(
            f"<sitemap><loc>{server.url}/{other}.xml</loc></sitemap>"
        )
    for depth in range(6):
        server.pages[f"/deep-{depth}.xml"] = loop.format(
            f"<sitemap><loc>{server.url}/deep-{depth + 1}.xml</loc></sitemap>"
        )
    added(project, f"{server.url}/a.xml")
    assert server.paths().count("/a.xml") == 1
    added(project, f"{server.url}/deep-0.xml")
    assert "lists deep" in problems(project)["deep-4.xml"]


def _circle(site: _Site) -> None:
    site.reply(b"", 302, Location=site.path)


def _liar(site: _Site) -> None:
    site.send_response(200)
    site.send_header("Content-Length", "999999999999")
    site.end_headers()
    site.wfile.write(b"short")


def _short(site: _Site) -> None:
    site.send_response(200)
    site.send_header("Content-Length", "5000")
    site.end_headers()
    site.wfile.write(b"short")


def _endless(site: _Site) -> None:
    """Two gigabytes, for as long as anybody listens."""
    site.send_response(200)
    site.end_headers()
    try:
        for _ in range(200_000):
            site.wfile.write(b"x" * 10_000)
    except OSError:
        return


def _bomb(site: _Site) -> None:
    site.reply(gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")


def _slow(site: _Site) -> None:
    site.send_response(200)
    site.end_headers()
    try:
        for _ in range(100):
            site.wfile.write(b"x")
            time.sleep(0.1)
    except OSError:
        return


def _inside(site: _Site) -> None:
    site.reply(b"", 302, Location="http://169.254.169.254/latest/meta-data/")


HOSTILE = {
    "circle": (_circle, "redirects in a circle"),
    "liar": (_liar, "larger than"),
    "short": (_short, "could not be read"),
    "endless": (_endless, "larger than"),
    "bomb": (_bomb, "larger than"),
    "slow": (_slow, "did not finish within 2 s"),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_page_in_a_feed_is_recorded_and_the_rest_is_taken(server, project, trick):
    url = server.feed(trick, "bridge")
    server.pages[f"/{trick}"], said = HOSTILE[trick]
    start = time.monotonic()
    report = added(project, url)
    assert time.monotonic() - start < 10
    assert len(report.added) == 1
    assert said in problems(project)[trick]
    server.pages[f"/{trick}"] = PAGE.format(trick)
    added(project, url)
    assert problems(project) == {}, "a page that was taken after all is mended"


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_feed_is_recorded(server, project, trick):
    server.pages["/feed"], said = HOSTILE[trick]
    assert added(project, f"{server.url}/feed").added == []
    assert said in problems(project)["feed"]


def test_private_addresses_in_a_public_feed_are_refused(server, project, monkeypatch):
    from aftersummit.documents import addresses

    # The server of the test lies on this machine: it alone is taken for public here.
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    url = server.feed(
        "bridge",
        "moved",
        more="<item><link>http://192.168.0.1/router</link></item>"
        "<item><link>http://[::1]/self</link></item>"
        "<item><link>file:///etc/passwd</link></item>",
    )
    server.pages["/moved"] = _inside
    report = added(project, url, allow_private=False)
    assert len(report.added) == 1
    found = problems(project)
    assert set(found) == {"moved", "router", "self"}
    assert all("stands for the local address" in said for said in found.values())


def test_entities_and_outside_files_in_a_feed_are_not_resolved():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY out SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>&b;&out;</title><link>http://x.example/1</link></item>"
        "</channel></rss>"
    )
    (entry,) = entries(bomb.encode(), "http://x.example/feed")
    assert entry.title == ""


@pytest.mark.parametrize(
    ("data", "listed"),
    [
        (b"<html><body><p>rss</p></body></html>", False),
        (b"<!doctype html><svg><feed></feed></svg>", False),
        (b"%PDF-1.7", False),
        (b"<?xml version='1.0'?><rss version='2.0'>", True),
        (b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", True),
        (gzip.compress(b"<urlset></urlset>"), True),
        (b"\x1f\x8bbroken", False),
        (b"", False),
    ],
)
def test_a_list_is_known_by_its_first_element(data, listed):
    assert is_feed(data) is listed


def test_atom_is_read_with_relative_links_and_broken_lists_say_so():
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One  day</title>
    <link rel="self" href="/api/1"/><link href="news/1"/><updated>2023-07-25T10:00:00Z</updated>
    </entry></feed>"""
    (entry,) = entries(atom, "https://gov.example/press/feed")
    assert (entry.url, entry.title, entry.date) == (
        "https://gov.example/press/news/1", "One day", "2023-07-25",
    )  # fmt: skip
    with pytest.raises(Unreadable, match="no list"):
        entries(b"<html><p>no</p></html>", "https://gov.example/")
    with pytest.raises(Unreadable):
        entries(b"<<<", "https://gov.example/")
