"""Shares of random hexadecimal identities as regular expressions, and back."""

import re

DIGITS = 4
TOTAL = 0x10000


def is_new(route: str, visitor: str, percent: float) -> bool:  # noqa: ARG001 - the same for all
    """Say whether ``visitor``, a UUID, is answered by the service at ``percent``."""
    if percent == 100:
        return True
    first = visitor[:DIGITS]
    return re.fullmatch(r"[0-9a-fA-F]{4}", first) is not None and int(first, 16) < _limit(percent)


def expression(cookie: str, percent: float) -> str:
    """Return an expression for a Cookie header whose identity is below ``percent``; empty for 0.

    ``0[0-9a-c]`` is one alternative: all that begins with 00 to 0c.
    """
    limit = f"{_limit(percent):0{DIGITS}x}"
    found = [
        _digits(limit[:at]) + _below(int(digit, 16))
        for at, digit in enumerate(limit)
        if digit != "0"
    ]
    return f"^(.*; *)?{cookie}=({'|'.join(found)})" + ".*$" if found else ""


def share_of(regex: str) -> float:
    """Return the percentage that an expression of ours lets through, two decimals."""
    _, _, body = regex.rpartition("=(")
    buckets: int = 0
    for alternative in body.rpartition(")")[0].split("|"):
        *prefix, last = re.findall(r"\[[^\]]+\]|[0-9a-f]", alternative)
        size = len({digit for digit in "0123456789abcdef" if re.fullmatch(last, digit)})
        buckets += size << 4 * (DIGITS - 1 - len(prefix))
    return round(buckets * 100 / TOTAL, 2)


def _limit(percent: float) -> int:
    return round(percent * TOTAL / 100)


def _digits(text: str) -> str:
    return "".join(one if one.isdigit() else f"[{one}{one.upper()}]" for one in text)


def _below(digit: int) -> str:
    """Return a class of the digits below ``digit``, in both cases."""
    top = min(digit - 1, 9)
    numbers = "0" if top == 0 else f"0-{top}"
    if digit <= 10:
        return f"[{numbers}]"
    letter = "abcdef"[digit - 11]
    return f"[{numbers}{_span('a', letter)}{_span('A', letter.upper())}]"


def _span(start: str, end: str) -> str:
    return start if start == end else f"{start}-{end}"
