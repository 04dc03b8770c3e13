"""Wrist band label: Code 39 of the MRN as a PNG, without an image library."""
import struct
import zlib
from functools import lru_cache

# n = narrow, w = wide; bar and space alternate, beginning with a bar.
CODE39 = {
    "0": "nnnwwnwnn", "1": "wnnwnnnnw", "2": "nnwwnnnnw", "3": "wnwwnnnnn", "4": "nnnwwnnnw",
    "5": "wnnwwnnnn", "6": "nnwwwnnnn", "7": "nnnwnnwnw", "8": "wnnwnnwnn", "9": "nnwwnnwnn",
    "A": "wnnnnwnnw", "B": "nnwnnwnnw", "C": "wnwnnwnnn", "D": "nnnnwwnnw", "E": "wnnnwwnnn",
    "F": "nnwnwwnnn", "O": "wnnnwnnwn", "P": "nnwnwnnwn", "-": "nwnnnnwnw", "*": "nwnnwnwnn",
}

NARROW, WIDE, QUIET, HEIGHT = 2, 5, 20, 60


def bars(text):
    """List of 0/1 pixels of one line."""
    line = [0] * QUIET
    for char in "*%s*" % text:
        for position, width in enumerate(CODE39[char]):
            pixel = 1 if position % 2 == 0 else 0
            line.extend([pixel] * (WIDE if width == "w" else NARROW))
        line.extend([0] * NARROW)
    line.extend([0] * QUIET)
    return line


def _chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(line, height=HEIGHT, comment=""):
    """8 bit greyscale PNG that repeats the line."""
    row = b"\x00" + bytes(0 if pixel else 255 for pixel in line)
    out = b"\x89PNG\r\n\x1a\n"
    out += _chunk(b"IHDR", struct.pack(">IIBBBBB", len(line), height, 8, 0, 0, 0, 0))
    if comment:
        out += _chunk(b"tEXt", b"Comment\x00" + comment.encode("latin-1", "replace"))
    out += _chunk(b"IDAT", zlib.compress(row * height, 9))
    out += _chunk(b"IEND", b"")
    return out


@lru_cache(maxsize=256)
def label(mrn, name, birth_date):
    return png(bars(mrn), comment="%s %s %s" % (mrn, name, birth_date))
