"""A process that is killed at any step of writing: results are old or new whole, and the next run clears the rest."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from carbonsim.export.results_folder import exchange, make_ready, replaced_page
from tests.export.results_folder.folders import OURS, listed, names, with_others, written

STEPS = {
    "open",
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "fcntl.flock",
    "ctypes.dlsym",
}  # what Python tells of before it is done
KILLED = 9
if sys.platform == "win32":
    pytest.skip("Windows has no fork, which these kills need", allow_module_level=True)


def killed_at(step: int, work: object) -> bool:
    """Do some work in a process that ends without a word before its nth step; say whether it was."""
    child = os.fork()
    if child == 0:
        left = [step]

        def count(event: str, told: tuple[object, ...]) -> None:
            left[0] -= event in STEPS and (event != "open" or bool(int(str(told[2])) & (os.O_WRONLY | os.O_RDWR)))
            if left[0] < 0:
                os._exit(KILLED)

        sys.addaudithook(count)
        work()  # type: ignore[operator]
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


@pytest.mark.parametrize("way", ["in one step", "in moves"])
@pytest.mark.parametrize("earlier", [True, False])
def test_a_kill_at_any_step_leaves_old_or_new_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, earlier: bool
) -> None:
    if way == "in moves":
        monkeypatch.setattr(exchange, "_in_one_step", lambda *_: False)
    others = {"note.txt": "mine", "link": "mine", "drafts/plan.docx": "mine too"} if earlier else {}
    target, step, seen = tmp_path / "results" / "one", 0, set()
    while True:
        shutil.rmtree(target.parent, ignore_errors=True)
        target.parent.mkdir()
        if earlier:
            with_others(written(target, "old"))
        killed = killed_at(step, lambda: (make_ready(target), written(target, "new")))
        left = _whole(target, others) if target.exists() or (earlier and way == "in one step") else "none"
        make_ready(target)
        after = _whole(target, others) if target.exists() else "none"
        assert (left == after or left == "none") and (after != "none" or not earlier)
        assert names(target.parent) == (["one"] if target.exists() else [])
        seen.add(after)
        if not killed:
            break
        step += 1
    assert step > 10
    assert seen == ({"old", "new"} if earlier else {"none", "new"})


def _whole(target: Path, others: dict[str, str]) -> str:
    found = listed(target)
    text = found["summary.json"]
    assert found == dict.fromkeys(OURS, text) | others
    return text


def test_a_kill_at_any_step_leaves_the_old_or_the_new_page(tmp_path: Path) -> None:
    page, step, seen = tmp_path / "compare.html", 0, set()
    while True:
        replaced_page(page, "old")
        killed = killed_at(step, lambda: replaced_page(page, "new"))
        seen.add(page.read_text(encoding="utf-8").splitlines()[0])
        make_ready(tmp_path / "another")
        assert names(tmp_path) == ["compare.html"]
        if not killed:
            break
        step += 1
    assert step > 5
    assert seen == {"old", "new"}


def test_what_a_living_run_is_writing_is_not_cleared(tmp_path: Path) -> None:
    from carbonsim.export.results_folder import replaced_folder

    with replaced_folder(tmp_path / "one", {}) as fresh:
        (fresh / "summary.json").write_text("half", encoding="utf-8")
        make_ready(tmp_path / "one")
        make_ready(tmp_path / "two")
        assert fresh.is_dir()
    assert listed(tmp_path / "one") == {"summary.json": "half"}


def test_folders_that_only_look_alike_are_left_alone(tmp_path: Path) -> None:
    alike = [".one-abcdefgh", ".one.carbonsim", ".one.carbonsim-12345678", "one.carbonsim-12345678-new"]
    for name in alike:
        (tmp_path / name).mkdir()
    make_ready(tmp_path / "one")
    assert names(tmp_path) == sorted(alike)
