"""How much memory there is: what is free, within control groups and limits on addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from carbonsim import machine

STATUS = "VmSize:\t 1000000 kB\nVmRSS:\t  200000 kB\nThreads:\t3\n"
KB = 1024.0


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for what the kernel tells: 8 GB free, 0.2 GB held, no control group."""
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "cgroup").mkdir()
    (tmp_path / "proc" / "meminfo").write_text("MemTotal: 16000000 kB\nMemAvailable: 8000000 kB\n", encoding="utf-8")
    (tmp_path / "proc" / "self" / "status").write_text(STATUS, encoding="utf-8")
    (tmp_path / "proc" / "self" / "cgroup").write_text("0::/\n", encoding="utf-8")
    monkeypatch.setattr(machine, "PROC", tmp_path / "proc")
    monkeypatch.setattr(machine, "CGROUP", tmp_path / "cgroup")
    monkeypatch.setattr(machine, "_left_to_address", lambda: None)
    return tmp_path


def group(folder: Path, **files: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        (folder / name.replace("__", ".")).write_text(f"{value}\n", encoding="utf-8")


@pytest.mark.usefixtures("kernel")
def test_what_is_free_and_what_is_held_already_is_there() -> None:
    assert machine.memory_there() == 8_200_000 * KB


def test_a_group_around_the_own_one_bounds_it(kernel: Path) -> None:
    (kernel / "proc" / "self" / "cgroup").write_text("0::/outer/inner\n", encoding="utf-8")
    stat = "anon 5\ninactive_file 300000000"
    group(kernel / "cgroup" / "outer", memory__max=3_000_000_000, memory__current=1_000_000_000, memory__stat=stat)
    group(kernel / "cgroup" / "outer" / "inner", memory__max="max", memory__current=900_000_000)
    assert machine.memory_there() == 200_000 * KB + 2_300_000_000


def test_a_group_of_the_first_version_bounds_it_where_a_container_shows_its_own_only(kernel: Path) -> None:
    told = "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n"
    (kernel / "proc" / "self" / "cgroup").write_text(told, encoding="utf-8")
    files = {"memory__limit_in_bytes": 2_000_000_000, "memory__usage_in_bytes": 500_000_000}
    group(kernel / "cgroup" / "memory", **files)
    assert machine.memory_there() == 200_000 * KB + 1_500_000_000


def test_a_group_that_is_full_leaves_what_is_held(kernel: Path) -> None:
    group(kernel / "cgroup", memory__max=100, memory__current=200)
    assert machine.memory_there() == 200_000 * KB


def test_without_a_kernel_that_tells_the_memory_of_the_machine_is_there(
    kernel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "PROC", kernel / "nowhere")
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 1000}
    monkeypatch.setattr(machine.os, "sysconf", lambda name: sizes[name])
    assert machine.memory_there() == 4096 * 1000
    monkeypatch.setattr(machine.os, "sysconf", lambda _: (_ for _ in ()).throw(ValueError))
    assert machine.memory_there() is None


@pytest.mark.skipif(sys.platform != "linux", reason="limits on addresses are told by Linux")
def test_a_limit_on_addresses_counts() -> None:
    code = (
        "import resource; from carbonsim.machine import memory_there; free = memory_there()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (600_000_000, 600_000_000)); print(memory_there() < 600e6 < free)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
