"""Scales are data: what comes with the program, and what a study may bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from aftersummit.codebooks.scales import convert, load_scheme, read_scheme, scales, scheme
from aftersummit.errors import NotFound, UserError

OWN = """
version = "3"
[[scale]]
code = "traffic-light"
name = "Traffic light"
level = "ordinal"
value = [
  { code = "red", name = "Red", meaning = "Nothing was done." },
  { code = "green", name = "Green", meaning = "It was done." },
]
"""


def test_every_value_of_every_scale_has_a_meaning() -> None:
    assert {s.code for s in scales()} >= {
        "compliance",
        "furstenberg-daniels",
        "completion",
        "newsroom",
    }
    for scale in scales():
        assert all(value.name and value.meaning for value in scale.values)
        assert scale.version == scheme().version


def test_unrateable_and_not_applicable_are_codes_of_every_scale_and_no_numbers() -> None:
    for scale in (*scales(), *read_scheme(OWN, "own").scales):
        by_code = {value.code: value for value in scale.values}
        assert by_code["unrateable"].number is None
        assert by_code["not-applicable"].number is None


def test_percent_of_the_compliance_scale() -> None:
    compliance = scheme().scale("compliance")
    assert [convert(x, compliance, "percent") for x in (-1, 0, 0.5, 1)] == [0, 50, 75, 100]


@pytest.mark.parametrize(
    ("scale", "to"),
    [
        ("completion", "percent"),
        ("newsroom", "compliance"),
        ("furstenberg-daniels", "compliance"),
        ("percent", "compliance"),
    ],
)
def test_no_conversion_where_the_codebook_defines_none(scale: str, to: str) -> None:
    with pytest.raises(UserError, match="no conversion"):
        convert(0, scheme().scale(scale), to)


def test_a_study_brings_its_own_scale(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN)
    own = scheme().joined(load_scheme(file))
    assert own.scale("traffic-light").level == "ordinal"
    assert own.version.endswith("+3")
    with pytest.raises(NotFound, match="traffic-light"):
        scheme().scale("traffic-light")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('version = "3"', ""), "no version"),
        (("ordinal", "fancy"), "level 'fancy'"),
        (('level = "ordinal"', 'level = "interval"'), "no number"),
        (('code = "green"', 'code = "red"'), "'red' twice"),
        (('code = "green"', 'code = "unrateable"'), "defines 'unrateable'"),
        (('meaning = "It was done."', 'meaning = ""'), "no meaning"),
        (('name = "Green"', 'nmae = "Green"'), "unknown field 'nmae'"),
        (("[[scale]]", "[[scale"), "not TOML"),
        (('code = "traffic-light"', 'code = "traffic-light"\ncontinuous = true'), "continuous"),
    ],
)
def test_an_unsound_scale_is_refused_with_the_place(change: tuple[str, str], says: str) -> None:
    assert change[0] in OWN
    with pytest.raises(UserError, match=says) as caught:
        read_scheme(OWN.replace(*change, 1), "own.toml")
    assert "own.toml" in str(caught.value)
    assert caught.value.remedy


def test_numbers_of_a_scale_must_rise() -> None:
    text = """
version = "1"
[[scale]]
code = "s"
name = "S"
value = [{code="a",name="A",meaning="a",number=1},{code="b",name="B",meaning="b",number=0}]
"""
    with pytest.raises(UserError, match="do not rise"):
        read_scheme(text, "s.toml")


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ('scales=["nope"]\nbecause="b"', "scale 'nope'"),
        ('scales=["traffic-light"]\ngives="blue"\nbecause="b"', "gives 'blue'"),
        ('scales=["traffic-light"]\nbecause="b"\nwhen={completes=["law"]}', "'law'"),
        ('scales=["traffic-light"]\nbecause="b"\nwhen={found="no"}', "true or false"),
        ('scales=["traffic-light"]\nbecause="b"\nwhen={luck=["any"]}', "unknown field 'luck'"),
        ('scales=["traffic-light"]', "no because"),
    ],
)
def test_an_unsound_rule_is_refused(rule: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read_scheme(OWN + f'[[rule]]\nid="r"\n{rule}\n', "own.toml")


def test_no_rule_lets_an_announcement_alone_make_a_full_score_or_silence_a_failure() -> None:
    for scale in scales():
        best = scale.values[-3].code
        for rule in scheme().rules_for(scale.code):
            if set(rule.when) <= {"announces", "undercuts"} and rule.when.get("announces"):
                assert rule.gives != best
            if rule.when.get("found") is False:
                assert rule.gives in ("", "no-evidence")
