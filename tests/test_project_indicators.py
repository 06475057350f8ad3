"""Series in a project: vintages are appended, yardsticks are stated, effects carry their doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aftersummit.errors import Conflict, NotFound, UserError
from aftersummit.indicators.faults import MalformedSeries
from aftersummit.model import Action, Commitment, Effect, Evidence, Meeting, Ref, Series, Target
from aftersummit.project import Project, Settings, make_project
from aftersummit.project.effects import Question
from aftersummit.project.series_files import Reading
from aftersummit.project.yardsticks import Choice

PROMISE = Ref.parse("g7/2026/C001")
DEATHS = Ref.parse("series/deaths")
MAPPED = {"value": "deaths", "period": "month", "unit": "deaths", "publisher": "The office"}


def months(count: int, start: int = 2016) -> list[str]:
    return [f"{start + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def rows(step: float = 1.0, seed: int = 3, at: int = 48, count: int = 96) -> list[tuple[str, int]]:
    rng = np.random.default_rng(seed)
    means = [400 * (step if i >= at else 1.0) for i in range(count)]
    return [(m, int(rng.poisson(mean))) for m, mean in zip(months(count), means, strict=True)]


def table(path: Path, values: list[tuple[str, int]], name: str = "deaths") -> Path:
    lines = [f"month,{name}", *(f"{month},{value}" for month, value in values)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "p", Settings(coder="ana")) as made:
        meeting = Meeting(Ref.parse("g7/2026"), "Summit", "2026-06-14", "summit")
        promise = Commitment(
            ref=PROMISE, title="Fewer deaths", status="catalogued", pillar="health",
            target=Target("deaths", -50.0, unit="percent", change=True, baseline_year=2016, year=2030),
        )  # fmt: skip
        action = Action(Ref.parse("action/rival"), "2020-03", ("US",), "A rival law takes force.")
        other = replace(promise, ref=Ref.parse("g7/2026/C002"), target=None)
        bearing = Evidence(
            Ref.to_evidence(other.ref, 1), other.ref, "2020-03", ("US",), "advances",
            rung="instrument", action=action.ref,
        )  # fmt: skip
        with made._store.write() as writer:
            for record in (meeting, promise, other, action, bearing):
                writer.put(record, at="2020-01-01T00:00:00Z")
        yield made


def add(project: Project, path: Path, **more: object) -> Series:
    reading = Reading(columns=MAPPED, slug="deaths", **more)  # type: ignore[arg-type]
    return project.indicators.add(path, reading)[0].series


def test_a_new_vintage_is_appended_and_the_old_one_stays_known_on_its_day(
    project: Project, tmp_path: Path
) -> None:
    first, later = rows()[:90], rows()
    later[5] = (later[5][0], later[5][1] + 7)
    add(project, table(tmp_path / "a.csv", first), vintage="2023-07-15")
    kept = project.indicators.add(
        table(tmp_path / "b.csv", later),
        Reading(columns=MAPPED, slug="deaths", vintage="2024-01-15"),
    )
    assert (kept[0].state, kept[0].revised) == ("new vintage", 1)
    on = {day: project.indicators.series(DEATHS, as_of=day) for day in ("2023-12-31", "2024-02-01")}
    assert len(on["2023-12-31"].observations) == 90
    assert on["2023-12-31"].observations[5].value == first[5][1]
    assert on["2024-02-01"].observations[5].value == first[5][1] + 7
    with pytest.raises(NotFound, match="earliest vintage is of 2023-07-15"):
        project.indicators.series(DEATHS, as_of="2023-01-01")


def test_a_vintage_that_is_added_late_is_filed_in_its_time(
    project: Project, tmp_path: Path
) -> None:
    for day, count in (("2024-01-15", 96), ("2022-07-15", 78), ("2023-07-15", 90)):
        add(project, table(tmp_path / f"{count}.csv", rows()[:count]), vintage=day)
    lengths = [len(one.observations) for one in project.indicators.vintages(DEATHS)]
    assert lengths == [78, 90, 96]
    assert len(project.indicators.series(DEATHS).observations) == 96
    assert len(project.indicators.series(DEATHS, as_of="2023-01-01").observations) == 78


def test_a_vintage_of_one_day_cannot_hold_two_sets_of_figures(
    project: Project, tmp_path: Path
) -> None:
    add(project, table(tmp_path / "a.csv", rows()), vintage="2024-01-15")
    again = project.indicators.add(
        tmp_path / "a.csv", Reading(columns=MAPPED, slug="deaths", vintage="2024-01-15")
    )
    assert again[0].state == "known already"
    titled = Reading(columns=MAPPED, slug="deaths", title="Deaths", vintage="2024-01-15")
    assert project.indicators.add(tmp_path / "a.csv", titled)[0].state == "described anew"
    assert project.indicators.add(tmp_path / "a.csv", titled)[0].state == "known already"
    assert project.indicators.series(DEATHS).title == "Deaths"
    with pytest.raises(Conflict, match="give the day"):
        add(project, table(tmp_path / "b.csv", rows(seed=9)), vintage="2024-01-15")
    assert len(project.indicators.vintages(DEATHS)) == 1


def test_a_malformed_file_leaves_nothing_behind(project: Project, tmp_path: Path) -> None:
    broken = rows()
    del broken[40]
    with pytest.raises(MalformedSeries, match="nothing stands for May 2019"):
        add(project, table(tmp_path / "a.csv", broken))
    assert project.indicators.every() == []
    assert list(project.list("source")) == []


def test_parquet_is_read_like_text(project: Project, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    values = rows()
    frame = pyarrow.table({"month": [m for m, _ in values], "deaths": [v for _, v in values]})
    parquet.write_table(frame, tmp_path / "a.parquet")
    found = add(project, tmp_path / "a.parquet")
    assert [o.value for o in found.observations] == [v for _, v in values]


def test_a_direction_is_never_guessed_and_a_target_is_checked_when_it_is_stated(
    project: Project, tmp_path: Path
) -> None:
    add(project, table(tmp_path / "a.csv", rows()))
    link = project.indicators.link
    with pytest.raises(UserError, match="rise or fall is not stated"):
        link(PROMISE, DEATHS, Choice())
    with pytest.raises(UserError, match="has no date"):
        link(PROMISE, DEATHS, Choice("down", target=200))
    with pytest.raises(UserError, match="lies above the baseline"):
        link(PROMISE, DEATHS, Choice("down", target=9000, by="2030-12"))
    with pytest.raises(NotFound, match="no series"):
        link(PROMISE, Ref.parse("series/other"), Choice("down"))
    link(PROMISE, DEATHS, Choice("down", target=200, by="2030-12"))
    (standing,) = project.indicators.headway()
    assert standing.state in ("hardly moving", "moving away", "too slow")
    assert "the target is 200 by December 2030" in standing.sentence


def test_growth_from_zero_is_refused_and_never_replaced(project: Project, tmp_path: Path) -> None:
    values = [("2019", 0), ("2020", 4), ("2021", 6), ("2022", 9)]
    add(project, table(tmp_path / "a.csv", values))
    with pytest.raises(UserError, match="growth from zero"):
        project.indicators.link(PROMISE, DEATHS, Choice("up", target=20, by="2030"))


def test_a_target_that_later_figures_make_unjudgeable_says_why(
    project: Project, tmp_path: Path
) -> None:
    values = [("2019", 5), ("2020", 4), ("2021", 6)]
    add(project, table(tmp_path / "a.csv", values), vintage="2022-02-01")
    project.indicators.link(PROMISE, DEATHS, Choice("down", target=2, by="2030"))
    add(project, table(tmp_path / "b.csv", [("2019", 0), *values[1:]]), vintage="2023-02-01")
    (standing,) = project.indicators.headway()
    assert standing.state == "not judged" and "above the baseline 0" in standing.sentence


def test_the_commitments_own_target_is_taken_when_asked_for(
    project: Project, tmp_path: Path
) -> None:
    values = [(str(2016 + i), 100 - 4 * i) for i in range(8)]
    add(project, table(tmp_path / "a.csv", values))
    made = project.indicators.link(PROMISE, DEATHS, Choice("down", own_target=True))
    assert (made.target, made.by, made.baseline) == (50.0, "2030", "2016")


def test_an_effect_names_the_registers_other_events(project: Project, tmp_path: Path) -> None:
    add(project, table(tmp_path / "a.csv", rows(step=0.6)))
    question = Question((DEATHS,), "2020-01", commitment=PROMISE)
    effect = project.indicators.effect(question)
    assert effect.estimates[0].value == pytest.approx(0.6, abs=0.08)
    assert not effect.shown
    assert "“A rival law takes force” (March 2020)" in effect.sentence
    assert project.indicators.effects(under="g7/2026")[0] == effect


def test_an_effect_without_a_doubt_may_be_shown(project: Project, tmp_path: Path) -> None:
    add(project, table(tmp_path / "a.csv", rows(step=0.6)))
    effect = project.indicators.effect(Question((DEATHS,), "2020-01"), keep=False)
    assert effect.shown, [c for c in effect.checks if c.passed is False]
    assert "does not prove" in effect.sentence
    assert project.indicators.effects() == []
    assert project.indicators.picture(effect, "svg").startswith(b"<svg")


def test_series_whose_measure_began_on_other_dates_are_not_added_up(
    project: Project, tmp_path: Path
) -> None:
    add(project, table(tmp_path / "a.csv", rows()))
    project.indicators.add(
        table(tmp_path / "b.csv", rows(seed=5)), Reading(columns=MAPPED, slug="others")
    )
    others = Ref.parse("series/others")
    project.indicators.link(PROMISE, others, Choice("down", start="2019-10"))
    question = Question((DEATHS, others), "2020-01", began={str(DEATHS): "2020-01"})
    with pytest.raises(UserError, match="began at different dates"):
        project.indicators.effect(question)
    assert project.indicators.effect(replace(question, force=True)).periods == 96


def test_check_estimates_what_is_new_and_leaves_the_rest(project: Project, tmp_path: Path) -> None:
    add(project, table(tmp_path / "a.csv", rows()), vintage="2024-01-15")
    short = [(str(2016 + i), 100 + i) for i in range(8)]
    project.indicators.add(table(tmp_path / "b.csv", short), Reading(columns=MAPPED, slug="short"))
    project.indicators.link(PROMISE, DEATHS, Choice("down", start="2020-01"))
    project.indicators.link(PROMISE, Ref.parse("series/short"), Choice("down", start="2020"))
    told: list[tuple[int, int | None]] = []
    made = project.indicators.check(progress=lambda done, total, what: told.append((done, total)))
    assert told[-1] == (2, 2)
    by_series: dict[str, Effect] = {one.series.item: one for one in made}
    assert "are needed on either side" in by_series["short"].refused
    assert by_series["short"].sentence.startswith("No effect was estimated: the series holds")
    assert by_series["deaths"].estimates and not by_series["deaths"].refused
    assert project.indicators.check() == []
    add(project, table(tmp_path / "c.csv", rows(seed=11)), vintage="2024-02-15")
    assert [one.series for one in project.indicators.check()] == [DEATHS]
    assert len(project.indicators.check(again=True)) == 2


def test_effects_and_standings_travel_in_the_register(project: Project, tmp_path: Path) -> None:
    add(project, table(tmp_path / "a.csv", rows()))
    project.indicators.link(
        PROMISE, DEATHS, Choice("down", target=200, by="2030-12", start="2020-01")
    )
    project.indicators.check()
    register = project.register()
    assert [y.series for y in register.yardsticks] == [DEATHS]
    assert [h.series for h in register.headway] == [DEATHS]
    assert [e.series for e in register.effects] == [DEATHS]
    past = project.register(as_of="2020-01-31")
    assert past.yardsticks == () and past.effects == ()


def test_one_question_that_cannot_be_asked_does_not_stop_the_rest(
    project: Project, tmp_path: Path
) -> None:
    add(project, table(tmp_path / "a.csv", rows()))
    project.indicators.link(PROMISE, DEATHS, Choice("down", start="2020-01"))
    lost = replace(
        project.indicators.yardsticks()[0],
        ref=Ref.parse("yardstick/lost"),
        series=Ref.parse("series/lost"),
    )
    with project._store.write() as writer:
        writer.put(lost, at="2026-01-01T00:00:00Z")
    made = {one.series.item: one for one in project.indicators.check()}
    assert "there is no series at series/lost" in made["lost"].refused
    assert made["deaths"].estimates


def test_pooled_series_and_questions_without_a_commitment_are_not_kept(
    project: Project, tmp_path: Path
) -> None:
    add(project, table(tmp_path / "a.csv", rows()))
    project.indicators.add(
        table(tmp_path / "b.csv", rows(seed=5)), Reading(columns=MAPPED, slug="others")
    )
    both = (DEATHS, Ref.parse("series/others"))
    project.indicators.effect(Question(both, "2020-01", commitment=PROMISE))
    project.indicators.effect(Question((DEATHS,), "2020-01"))
    assert project.indicators.effects() == []


def test_a_synthetic_control_and_a_forecast_answer_the_same_question(
    project: Project, tmp_path: Path
) -> None:
    add(project, table(tmp_path / "a.csv", rows(step=0.6, at=24, count=48)))
    others = []
    for seed in range(20, 39):
        reading = Reading(columns=MAPPED, slug=f"other-{seed}")
        project.indicators.add(table(tmp_path / f"{seed}.csv", rows(seed=seed, count=48)), reading)
        others.append(Ref.parse(f"series/other-{seed}"))
    question = Question((DEATHS,), "2018-01", compare=tuple(others), method="synthetic")
    effect = project.indicators.effect(question, keep=False)
    assert effect.estimates[0].name == "gap"
    assert effect.estimates[0].value == pytest.approx(-160, abs=20)
    assert {c.check: c.passed for c in effect.checks}["placebo-units"] is True
    assert effect.shown and "weighted comparators" in effect.sentence
    pytest.importorskip("statsmodels")
    forecast = project.indicators.effect(
        replace(question, method="structural", compare=()), keep=False
    )
    assert forecast.estimates[0].value < 1 or forecast.estimates[0].scale == "difference"
    # A forecast is tried at no other date, so it is never shown as an effect.
    assert not forecast.shown and "not tried" in forecast.sentence
