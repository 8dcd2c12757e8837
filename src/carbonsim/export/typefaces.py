"""Typefaces that every Chinese office has, by the names under which its programs list them."""

SONG = "宋体"
HEI = "黑体"
