"""What stands where a file should and is none: loops of links, pipes, devices, folders, names that no file can have."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.optimization.regional_systems import regional_data


def told(path: Path) -> str:
    scenario, findings = read_scenario(path)
    return "\n".join(map(str, findings if scenario is None else assemble(scenario)[1]))


def put(place: Path, kind: str) -> None:
    if kind == "a loop":
        place.symlink_to(place.name)
    elif kind == "a pipe":
        os.mkfifo(place)
    elif kind == "a device":
        place.symlink_to("/dev/zero")
    else:
        place.mkdir()


KINDS = ["a loop", "a pipe", "a device", "a folder"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_scenario_that_is_no_file_is_told(tmp_path: Path, kind: str) -> None:
    put(tmp_path / "a.yaml", kind)
    assert "a.yaml: found" in told(tmp_path / "a.yaml")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", ["extends", "include"])
def test_a_file_named_by_another_that_is_none_is_told(tmp_path: Path, kind: str, key: str) -> None:
    put(tmp_path / "b.yaml", kind)
    (tmp_path / "a.yaml").write_text(f"name: a\n{key}: b.yaml\n", encoding="utf-8")
    assert f"a.yaml:2: {key}: found no file 'b.yaml'; expected a file that exists" in told(tmp_path / "a.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_that_is_no_file_is_told(tmp_path: Path, kind: str) -> None:
    put(tmp_path / "t.csv", kind)
    (tmp_path / "a.yaml").write_text("name: a\nsystem: {technologies: t.csv}\n", encoding="utf-8")
    assert "system.technologies: found no CSV file 't.csv'" in told(tmp_path / "a.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_a_configuration_that_is_no_file_is_told(tmp_path: Path, kind: str) -> None:
    file = regional_data().write(tmp_path, "description: two regions\n")
    config = next(tmp_path.glob("*.y*ml")) if not (tmp_path / "config.yaml").exists() else tmp_path / "config.yaml"
    config.unlink()
    put(config, kind)
    assert f"{config.name}: found" in told(file)


@pytest.mark.parametrize("kind", KINDS)
def test_a_set_of_years_that_is_no_file_is_told(tmp_path: Path, kind: str) -> None:
    file = regional_data().write(tmp_path, "description: two regions\n")
    years = next(tmp_path.rglob("YEAR.csv"))
    years.unlink()
    put(years, kind)
    assert "YEAR.csv: found no year" in told(file)


@pytest.mark.parametrize("name", ["x" * 300, "名" * 120, "a\0b"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    assert "found" in told(tmp_path / f"{name}.yaml")
    (tmp_path / "a.yaml").write_text(f"name: a\nreference: {name[:2]}{name}\n".replace("\0", ""), encoding="utf-8")
    assert "found" in told(tmp_path / "a.yaml")


def test_a_file_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml"))
    assert "found half a character" in told(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 5000, "config"), ("{a: *b}", "config"), ("a: 2020-13-45", "config"), ("? [a]\n: b", "config"),
        ("x: y\nx: z", "config"), ("- 1", "something else"), ("\x07", "config"), ("", "something else"),
    ],
)  # fmt: skip
def test_a_configuration_that_is_no_mapping_is_told(tmp_path: Path, text: str, words: str) -> None:
    file = regional_data().write(tmp_path, "description: two regions\n")
    config = tmp_path / "config.yaml"
    config.write_text(text, encoding="utf-8")
    assert words in told(file)


SAVED = {
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "GBK": lambda text: text.replace("north", "北").encode("gbk"),
    "thousands": lambda text: text.replace(",8.0", ',"2,000"').encode(),
    "n/a": lambda text: text.replace(",8.0", ",n/a").encode(),
    "cut short": lambda text: text[: text.rindex(",") - 2].encode(),
}


@pytest.mark.parametrize("name", SAVED)
def test_a_parameter_saved_by_another_hand_is_refused_by_name(tmp_path: Path, name: str) -> None:
    file = regional_data().write(tmp_path, "description: two regions\n")
    table = next(tmp_path.rglob("SpecifiedAnnualDemand.csv"))
    table.write_bytes(SAVED[name](table.read_text(encoding="utf-8")))
    assert "SpecifiedAnnualDemand.csv" in told(file)
