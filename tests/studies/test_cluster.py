"""An ensemble on a real cluster of two processes, one of which is killed: the same table as from one process."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import carbonsim
from carbonsim.errors import ScenarioError, SolverError
from carbonsim.pipeline import read_checked
from carbonsim.studies import cluster
from carbonsim.studies.part_of_futures import PART, PartOfFutures
from tests.studies.test_ensemble import GROWING, write

FUTURES = 2 * PART + 1  # more parts than workers
WITH_PARENT = """
    extends: ../parent.yaml
    name: Child
"""


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    """Two processes of one thread each, started again by their nannies when they end."""
    import distributed

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50,
            memory_limit=None,
        ) as local,
        distributed.Client(local) as client,
    ):  # fmt: skip
        yield client


def kill_one_at_work(client: Any, killed: list[int]) -> None:
    """Kill the process of a worker as soon as it has a part of ours."""
    pids = client.run(os.getpid)
    until = time.monotonic() + 60.0
    while time.monotonic() < until and not killed:
        for worker, keys in client.processing().items():
            if any(str(key).startswith("carbonsim-") for key in keys):
                time.sleep(0.2)  # it reads and solves
                os.kill(pids[worker], signal.SIGKILL)
                killed.append(pids[worker])
                return
        time.sleep(0.02)


def test_two_workers_one_of_them_killed_give_the_table_of_one_process(dask: Any, tmp_path: Path) -> None:
    file = write(tmp_path, GROWING)
    alone = carbonsim.ensemble(file, futures=FUTURES, workers=1, out=tmp_path / "alone")
    killed: list[int] = []
    killer = threading.Thread(target=kill_one_at_work, args=(dask, killed))
    killer.start()
    found = carbonsim.ensemble(
        file, futures=FUTURES, scheduler=dask.scheduler_info()["address"], out=tmp_path / "cluster"
    )  # fmt: skip
    killer.join()
    assert killed and killed[0] not in dask.run(os.getpid).values()
    parts = sorted((alone.folder / "ensemble.parquet").iterdir())
    assert len(parts) == 3
    for part in parts:
        assert (found.folder / "ensemble.parquet" / part.name).read_bytes() == part.read_bytes()


class Broken:
    """A future of Dask whose worker ended, or was let go."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def result(self) -> None:
        raise self.error


def test_a_part_whose_worker_was_lost_is_asked_for_again(tmp_path: Path) -> None:
    """No answer is no error: 0 futures are solved, and the caller asks again."""
    import distributed

    part = PartOfFutures("a.yaml", str(tmp_path), 0, ((0.5,),), None, {"future": "int64"})
    for error in (distributed.KilledWorker("key", None, 0), distributed.client.FutureCancelledError("key", "gone")):
        assert cluster._answer(distributed, Broken(error), part) == 0
    with pytest.raises(KeyError):  # what is wrong with us is told
        cluster._answer(distributed, Broken(KeyError("ours")), part)


def test_a_scenario_travels_with_every_file_it_was_read_from(tmp_path: Path) -> None:
    """The one that extends lies a folder below; away from all of them it is read and solved alike."""
    write(tmp_path, GROWING, "parent.yaml")
    (tmp_path / "plans").mkdir()
    file = write(tmp_path / "plans", WITH_PARENT, "child.yaml")
    sent = cluster.sent_scenario(read_checked(file))
    assert sorted(sent.files) == ["parent.yaml", "plans/child.yaml"] and sent.name == "plans/child.yaml"
    part = PartOfFutures("away", str(tmp_path), 0, ((0.5,),), None, {})
    (tmp_path / "parent.yaml").unlink()
    rows = cluster.solve_sent(sent, part)
    assert isinstance(rows, list) and rows[0]["status"] == "optimal"


def test_workers_of_another_version_are_told_and_an_address_without_a_scheduler_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, GROWING)
    sent = cluster.sent_scenario(read_checked(file))
    monkeypatch.setattr(cluster, "version", lambda _: "0.0")
    told = cluster.solve_sent(sent, PartOfFutures("away", "", 0, ((0.5,),), None, {}))
    assert isinstance(told, SolverError) and "install the same version" in str(told)
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with pytest.raises(ScenarioError, match="nobody who answers at tcp://"):
        carbonsim.ensemble(file, futures=3, scheduler="tcp://127.0.0.1:9", out=tmp_path / "out")
