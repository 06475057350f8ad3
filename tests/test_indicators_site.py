"""What a commitment's page says of its yardsticks, and what it keeps to itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from aftersummit.model import (
    CheckAnswer,
    Citation,
    Effect,
    EffectEstimate,
    EffectEvent,
    EffectPoint,
    Headway,
    Observation,
    Ref,
    Register,
    Series,
    Yardstick,
    effect_ref,
    yardstick_ref,
)
from aftersummit.publish.gate import check
from aftersummit.publish.site import Site
from tests.publish_sample import register as sample


def months(count: int) -> list[str]:
    return [f"{2020 + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def one(**changes: object) -> tuple[Register, str]:
    """The sample with one yardstick and its effect; returns it with the page's path."""
    base = sample()
    commitment = base.commitments[0].ref
    assert commitment is not None
    series = Series(
        Ref.parse("series/deaths"), "Deaths <by> month", "deaths", "The office",
        tuple(Observation(m, 100.0 + i, "provisional" if i > 40 else "final")
              for i, m in enumerate(months(48))),
        frequency="M", licence="CC0", citations=(Citation("https://office.example/d"),),
    )  # fmt: skip
    stick = Yardstick(
        yardstick_ref(commitment, series.ref), commitment, series.ref, "down", start="2023-01",
        why="Deaths are what it is about.",
    )  # fmt: skip
    points = tuple(
        EffectPoint(m, 100.0 + i, 101.0 + i, *((150.0, 140.0, 9e9) if i >= 36 else ()))
        for i, m in enumerate(months(48))
    )
    effect = Effect(
        effect_ref(commitment, series.ref), series.ref, "2023-01", "Deaths moved, it seems.",
        commitment=commitment, shown=True, title=series.title, unit="deaths", first="2020-01",
        last="2023-12", periods=48, method="regression", points=points,
        estimates=(EffectEstimate("level", 0.8, 0.7, 0.9, "ratio", what="step at the date"),),
        checks=(
            CheckAnswer("placebo-dates", "Elsewhere too?", True, "0 of 9 placebo dates"),
            CheckAnswer("window", "Window?", False, "it depends", "the window"),
            CheckAnswer("comparators", "Others?", None, "no comparator was named"),
        ),
        events=(EffectEvent("2023-05-11", "“A rule ends”"), EffectEvent("2023-05", "Another")),
    )  # fmt: skip
    effect = replace(effect, **{k: v for k, v in changes.items() if k != "headway"})
    found = replace(
        base, series=(*base.series, series), yardsticks=(stick,), effects=(effect,),
        headway=changes.get("headway", ()),  # type: ignore[arg-type]
    )  # fmt: skip
    return found, f"{commitment}.html"


def page(register: Register, path: str) -> str:
    return Site(register).render(path).decode()


def described(html: str) -> str:
    found = re.search(
        r'<script type="application/json" class="description">(.*?)</script>', html, re.S
    )
    assert found
    json.loads(found[1])
    return found[1]


def test_an_effect_that_the_checks_allow_is_drawn_with_what_would_have_been() -> None:
    html = page(*one())
    assert "Deaths moved, it seems." in html
    assert "counterfactual" in described(html)
    assert "the earlier course, with its 95% interval" in html
    assert "Earlier course" in html and ">150<" in html


def test_a_doubtful_one_is_drawn_as_observed_and_nothing_else() -> None:
    html = page(*one(shown=False, sentence="This cannot be told apart from no change."))
    assert "This cannot be told apart from no change." in html
    assert "counterfactual" not in described(html)
    assert "earlier course" not in html and "Earlier course" not in html


def test_the_picture_has_words_a_table_and_its_source_beside_it() -> None:
    html = page(*one())
    label = re.search(r'<svg[^>]*role="img" aria-label="([^"]*)"', html)
    assert label and "Deaths moved, it seems." in label[1] and "table below" in label[1]
    assert "&lt;by&gt;" in html and "<by>" not in html
    for words in ("All 48 values", "0 of 9 placebo dates", "not possible", "failed", "passed",
                  "0.7 to 0.9", "Less of it would be progress", "https://office.example/d", "CC0"):  # fmt: skip
        assert words in html, words
    assert "provisional" in html


def test_other_events_are_marked_by_letters_and_named() -> None:
    html = page(*one(shown=False))
    assert re.search(r"<b>A</b> May 2023: Another", html)
    assert re.search(r"<b>B</b> 11 May 2023: “A rule ends”", html)
    assert '"2023-05-11"' in described(html)


def test_a_target_stands_in_words_and_in_the_picture() -> None:
    register, path = one(shown=False)
    stick = replace(register.yardsticks[0], target=50.0, by="2030")
    way = Headway(
        stick.ref, stick.commitment, stick.series, "moving away", "Moving away: 147 deaths.",
        "down", 50.0, "2030",
    )  # fmt: skip
    html = page(replace(register, yardsticks=(stick,), headway=(way,)), path)
    assert "Moving away: 147 deaths." in html
    assert "target 50" in described(html) and '"2030-12-31"' in described(html)


def test_what_was_refused_says_why_and_is_drawn_all_the_same() -> None:
    told = "No effect was estimated: the series ends before the date."
    html = page(*one(shown=False, refused="x", sentence=told, points=(), checks=(), estimates=()))
    assert told in html and "<svg" in html and "The estimate and its" not in html


def test_no_page_with_a_chart_asks_the_network_for_anything() -> None:
    register, path = one()
    html = page(register, path)
    for address in re.findall(r'(?:src|href)="([^"]+)"', html):
        loaded = re.search(rf'<(?:script|img|link)[^>]*"{re.escape(address)}"', html)
        assert not loaded or not address.startswith(("http:", "https:", "//")), address
    assert "assets/vega.js" in html
    plain = next(str(c.ref) for c in register.commitments[1:] if c.ref and c.label == "commitment")
    assert "assets/vega.js" not in page(register, f"{plain}.html")


def test_a_series_page_names_the_commitments_held_against_it() -> None:
    register, _ = one()
    html = page(register, "series/deaths.html")
    assert str(register.yardsticks[0].commitment) in html
    assert "All 48 values" in html and "https://office.example/d" in html


def test_an_effect_that_a_check_denies_is_never_published() -> None:
    effect = Effect(
        Ref.parse("effect/x"), Ref.parse("series/discharges"), "2020", "It fell.", shown=True,
        estimates=(EffectEstimate("level", 0.5, 0.4, 0.6, "ratio"),),
        checks=(CheckAnswer("window", "?", False, "it depends"),),
    )  # fmt: skip
    blocked = [p for p in check(sample(effects=(effect,))) if p.code == "effect-denied"]
    assert blocked and blocked[0].severity == "error" and "window" in blocked[0].what
    assert not [
        p for p in check(sample(effects=(replace(effect, checks=()),))) if p.code == "effect-denied"
    ]
