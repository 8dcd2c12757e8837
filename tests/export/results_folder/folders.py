"""Small results folders: what a run wrote, and what somebody put beside."""

from __future__ import annotations

from pathlib import Path

from carbonsim.export.results_folder import replaced_folder

OURS = ("results.csv", "summary.json")


def written(target: Path, text: str) -> Path:
    """Write a results folder whose files all say the same."""
    with replaced_folder(target, {"carbonsim": text}) as fresh:
        for name in OURS:
            (fresh / name).write_text(text, encoding="utf-8")
    return target


def with_others(target: Path) -> Path:
    """Put a note, a link and a folder beside results."""
    (target / "note.txt").write_text("mine", encoding="utf-8")
    (target / "link").symlink_to("note.txt")
    (target / "drafts").mkdir()
    (target / "drafts" / "plan.docx").write_text("mine too", encoding="utf-8")
    return target


def listed(folder: Path) -> dict[str, str]:
    """Return the files of a folder and of those in it, with what they say."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != "run.json")
    return {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in files}


def names(folder: Path) -> list[str]:
    """Return the names in a folder, hidden ones too."""
    return sorted(entry.name for entry in folder.iterdir())
