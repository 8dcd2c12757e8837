"""What Babel finds in the source; `python -m tests.messages.extraction` brings the catalogues up to date with it."""

from __future__ import annotations

import contextlib
import io
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[2] / "src" / "carbonsim"
CATALOGUES = SOURCE / "messages"
KEYWORDS = {"message": None, "counting": (1, 2), "marked": None, "in_context": ((1, "c"), 2)}


@cache
def extracted() -> Catalog:
    """Return every id of the source."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    kinds = [("**.py", "python"), ("**.html", "jinja2")]
    options = {"**.html": {"silent": "false", "extensions": "", "trim_blocks": "true"}}
    with contextlib.redirect_stderr(io.StringIO()):  # Babel warns of values that are put together
        for _, _, ids, _, context in extract_from_dir(SOURCE, kinds, options, keywords=KEYWORDS):
            catalog.add(ids, context=context)
    return catalog


def written(language: str) -> Catalog:
    """Return a catalogue as it stands in its file."""
    with (CATALOGUES / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def text_of(catalog: Catalog) -> str:
    """Return how a catalogue is written: sorted, and without lines of the source, which change with every edit."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=120, no_location=True, sort_output=True, omit_header=False, ignore_obsolete=True)
    return stream.getvalue().decode("utf-8")


def updated(language: str) -> Catalog:
    """Return a catalogue with every id of the source and no other; what is new has no text yet."""
    catalog = written(language)
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    return catalog


if __name__ == "__main__":
    for file in sorted(CATALOGUES.glob("*.po")):
        file.write_text(text_of(updated(file.stem)), encoding="utf-8")
