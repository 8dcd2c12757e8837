"""A workbook, part by part of its archive: cells of another kind, far away or merged; sheets lost or renamed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from xml.sax.saxutils import escape

from tests.fuzz import change_text, hostile

_CELL = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)


def change(content: bytes, draw: Random) -> bytes:
    """Change one part of a workbook."""
    parts = _parts(content)
    names = [name for name in parts if name.startswith("xl/worksheets/")]
    what = draw.choice(["cell", "cell", "cell", "cell", "far", "merge", "part", "lose", "names", "row"])
    name = draw.choice(names)
    if what == "cell":
        for _ in range(draw.choice([1, 1, 3])):
            parts[name] = _cell(parts[name], draw)
    elif what == "far":
        place = draw.choice(["XFD1048576", "A1048576", "XFD1", "ZZ9000"])
        row = re.sub(r"\D", "", place)
        parts[name] = parts[name].replace(
            b"</sheetData>", f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
        )
    elif what == "merge":
        area = draw.choice(["A1:XFD1048576", "B3:D5", "A1:A2", "C3:C9999"])
        told = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
        parts[name] = parts[name].replace(b"</sheetData>", told.encode())
    elif what == "part":
        one = draw.choice(list(parts))
        parts[one] = draw.choice([change_text.flip, change_text.cut])(parts[one], draw)
    elif what == "lose":
        del parts[draw.choice(list(parts))]
    elif what == "names":
        parts["xl/workbook.xml"] = re.sub(rb'(<sheet [^>]*name=")[^"]+', _renamed(draw), parts["xl/workbook.xml"])
    else:
        found = re.findall(rb"<row .*?</row>", parts[name], re.DOTALL)
        if found:
            parts[name] = parts[name].replace(draw.choice(found), draw.choice([b"", found[0]]), 1)
    return _packed(parts)


def _renamed(draw: Random) -> Callable[[re.Match[bytes]], bytes]:
    """Return what gives some of the sheets another name."""
    return lambda found: found[1] + b"x" if draw.random() < 0.5 else found[0]


def _cell(sheet: bytes, draw: Random) -> bytes:
    found = list(_CELL.finditer(sheet))
    if not found:
        return sheet
    one = draw.choice(found)
    place = one[1].decode()
    scalar = hostile.scalar(draw)
    text = escape("".join(sign for sign in str(scalar) if sign.isprintable()))
    inside = draw.choice(
        [
            "/>", f"><v>{draw.choice(hostile.NUMBERS)}</v></c>", f' t="inlineStr"><is><t>{text}</t></is></c>',
            f' t="str"><f>1/0</f><v>{text}</v></c>', "><f>SUM(A:XFD)</f></c>", ' t="e"><v>#DIV/0!</v></c>',
            ' t="b"><v>1</v></c>', ' t="s"><v>999999</v></c>', "><v>x</v></c>", ' t="d"><v>2020-01-01</v></c>',
        ]
    )  # fmt: skip
    return sheet[: one.start()] + f'<c r="{place}"{inside}'.encode("utf-8", "replace") + sheet[one.end() :]


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()
