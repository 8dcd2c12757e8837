"""What mkdocs calls: the pages of the reference are written at build time and are in no commit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from latex2mathml.converter import convert
from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parent))
from reference import NAVIGATION, pages, shipped

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages; formulas become MathML, which browsers draw without a script."""
    for path, text in pages(shipped(), formula=lambda latex: convert(latex, display="block")).items():
        files.append(File.generated(config, path, content=text))
    return files


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the generated pages of the reference behind its first page."""
    for entry in config.nav or []:
        if isinstance(entry, dict) and "Reference" in entry:
            entry["Reference"] = [*entry["Reference"], *NAVIGATION]
    return config
