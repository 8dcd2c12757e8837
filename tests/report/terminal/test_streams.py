"""Output whose encoding lacks what is said: nearest signs, English for Chinese, JSON and YAML that read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from carbonsim.scenario.reading.read import read_scenario

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"


def said(encoding: str, *words: str, locale: str = "zh_CN.UTF-8") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": locale}
    command = [sys.executable, "-m", "carbonsim", *words]
    return subprocess.run(command, capture_output=True, env=environment, check=False)


@pytest.fixture
def named(tmp_path: Path) -> Path:
    file = tmp_path / "名.yaml"
    file.write_text(f"extends: {TUTORIAL}\nname: 达峰 CO₂ 😀\nname_zh: null\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_a_name_that_a_terminal_cannot_show_is_told_as_far_as_it_can(named: Path, encoding: str) -> None:
    done = said(encoding, "check", str(named))
    text = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert ("未发现问题" in text) == (encoding in ("gbk", "utf-8"))
    assert ("CO₂" if encoding == "utf-8" else "CO2") in text


def test_a_table_goes_to_a_terminal_without_its_letters(named: Path, tmp_path: Path) -> None:
    done = said("ascii", "run", str(named), "--out", str(tmp_path / "out"))
    assert done.returncode == 0
    assert b"peaked (projected)" in done.stdout


def test_json_and_yaml_read_back_whatever_the_terminal(named: Path, tmp_path: Path) -> None:
    summary = said("gbk", "run", str(named), "--json", "--out", str(tmp_path / "out")).stdout
    assert json.loads(summary.decode("gbk"))["name"] == "达峰 CO₂ 😀"
    (tmp_path / "whole.yaml").write_bytes(said("ascii", "show", "--resolved", str(named)).stdout)
    scenario, findings = read_scenario(tmp_path / "whole.yaml")
    assert findings == []
    assert scenario is not None and scenario.name == "达峰 CO₂ 😀"


def test_a_finding_is_told_where_its_file_cannot_be_shown(tmp_path: Path) -> None:
    done = said("ascii", "check", str(tmp_path / "没有.yaml"))
    assert done.returncode == 2
    assert b"\\u6ca1\\u6709.yaml: found no such file" in done.stderr
