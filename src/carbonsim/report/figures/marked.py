"""Text for Plotly, which reads tags, entities, `$…$` and `%{…}` in all it is given: what is not ours is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

_READ_BY_PLOTLY = re.compile(r"[&<>$]|%(?=\{)")


class Marked(Markup):
    """Text with marks of ours, such as `<b>`, `<br>` or `%{y}`: what is joined to it or put into it is escaped."""

    @classmethod
    def escape(cls, text: object, /) -> Marked:
        """Return a text in which Plotly reads nothing but its letters."""
        if isinstance(text, Marked):
            return text
        return cls(_READ_BY_PLOTLY.sub(lambda found: f"&#{ord(found[0])};", str(text)))


def escaped(drawn: object) -> object:
    """Return traces or a layout in which every text that is not marked by us stands for its letters alone."""
    if isinstance(drawn, str):
        return str(Marked.escape(drawn))
    if isinstance(drawn, Mapping):
        return {key: escaped(value) for key, value in drawn.items()}
    if isinstance(drawn, list | tuple):
        numbers = {type(value) for value in drawn} <= {int, float}
        return drawn if numbers else [escaped(value) for value in drawn]
    return drawn
