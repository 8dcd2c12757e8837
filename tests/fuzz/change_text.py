"""A file as bytes: cut, flipped, encoded otherwise, lines lost, doubled or shuffled."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz import hostile

SIGNS = [
    (":", "："), (",", "，"), ("  ", "\t"), ('"', "“"), (" ", "\u00a0"), ("{", "["), ("}", ""), (":", ""), ("-", "–"),
]  # fmt: skip
MARKS = ["&a", "*a", "!!python/object:os.system", "---", "%", "`", "@", '"\\ud800"', "|", ">", "?"]  # of YAML
Change = Callable[[bytes, Random], bytes]


def flip(content: bytes, draw: Random) -> bytes:
    """Change some bytes."""
    found = bytearray(content)
    for _ in range(draw.choice([1, 1, 3, 20])):
        if found:
            found[draw.randrange(len(found))] = draw.randrange(256)
    return bytes(found)


def cut(content: bytes, draw: Random) -> bytes:
    """Cut the file somewhere, or leave nothing of it."""
    return content[: draw.choice([0, 1, draw.randrange(len(content) + 1), len(content) - 1])]


def encode(content: bytes, draw: Random) -> bytes:
    """Save the file as another program would."""
    text = content.decode("utf-8", "replace") + draw.choice(["", "# 系统", "é"])
    encoding = draw.choice(["gbk", "utf-16", "utf-16-le", "latin-1", "utf-8-sig", "utf-32", "cp1252"])
    return text.encode(encoding, "replace")


def lines(content: bytes, draw: Random) -> bytes:
    """Lose, double, move or blank a line."""
    found = content.split(b"\n")
    one, other = draw.randrange(len(found)), draw.randrange(len(found))
    what = draw.choice(["lose", "double", "swap", "blank", "move", "long"])
    if what == "lose":
        del found[one]
    elif what == "double":
        found.insert(one, found[other])
    elif what == "swap":
        found[one], found[other] = found[other], found[one]
    elif what == "blank":
        found.insert(one, b"  ")
    elif what == "move":
        found[one] = b"  " * draw.randrange(1, 4) + found[one]
    else:
        found[one] += b" x" * 100_000
    return b"\n".join(found)


def ends(content: bytes, draw: Random) -> bytes:
    """End lines otherwise."""
    return content.replace(b"\n", draw.choice([b"\r\n", b"\r", b"\n\n", b"\x85", b"\x0c"]))


def signs(content: bytes, draw: Random) -> bytes:
    """Put signs of another keyboard or of a program into the text."""
    text = content.decode("utf-8", "replace")
    old, new = draw.choice(SIGNS)
    place = text.find(old, draw.randrange(len(text) + 1))
    text = text[:place] + new + text[place + len(old) :] if place >= 0 else text
    if draw.random() < 0.4:
        place = draw.randrange(len(text) + 1)
        sign = draw.choice([*hostile.BROKEN, *MARKS])
        text = text[:place] + sign + text[place:]
    return text.encode("utf-8", "surrogatepass")


CHANGES: list[Change] = [flip, cut, encode, lines, lines, ends, signs, signs]
