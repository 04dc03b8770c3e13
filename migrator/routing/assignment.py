"""Who goes where: the arithmetic by which proxies split visitors, to predict and to test it.

A visitor goes to the service where a hash of ``<route id>:<visitor id>`` lies below a threshold
that grows with the percentage: raising it only ever adds visitors, and the route's id as salt
makes the groups of two routes independent.

Whoever can compute MD5 takes its first 32 bits, so that these backends agree visitor by visitor
and can be exchanged in the middle of a ramp. Envoy hashes otherwise, ``xxHash64 mod 10000``:
https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
"""

import hashlib
from collections.abc import Iterable

PORTABLE_TOTAL = 1 << 32

TOTAL_WEIGHT = 10_000  # hundredths of a percent

_MASK_32 = 0xFFFF_FFFF
_M = 0x5BD1_E995
_MASK = 0xFFFF_FFFF_FFFF_FFFF
_P1 = 0x9E37_79B1_85EB_CA87
_P2 = 0xC2B2_AE3D_27D4_EB4F
_P3 = 0x1656_67B1_9E37_79F9
_P4 = 0x85EB_CA77_C2B2_AE63
_P5 = 0x27D4_EB2F_1656_67C5


def weight(percent: float) -> int:
    """Return how many of the 10000 buckets ``percent`` of the visitors are."""
    return round(percent * TOTAL_WEIGHT / 100)


def bucket(route: str, visitor: str) -> int:
    """Return the bucket of ``visitor`` on ``route``, 0 to 9999."""
    return xxhash64(f"{route}:{visitor}".encode()) % TOTAL_WEIGHT


def is_on_service(route: str, visitor: str, percent: float) -> bool:
    """Say whether ``visitor`` is answered by the service at ``percent``."""
    return bucket(route, visitor) < weight(percent)


def threshold(percent: float) -> int:
    """Return how many of the 2³² portable buckets ``percent`` of the visitors are."""
    return weight(percent) * PORTABLE_TOTAL // TOTAL_WEIGHT


def portable_bucket(route: str, visitor: str) -> int:
    """Return the bucket of ``visitor`` on ``route`` by MD5, 0 to 2³² - 1."""
    digest = hashlib.md5(f"{route}:{visitor}".encode(), usedforsecurity=False)
    return int.from_bytes(digest.digest()[:4])


def is_on_service_portably(route: str, visitor: str, percent: float) -> bool:
    """Say whether ``visitor`` is answered by the service at ``percent``, by MD5."""
    return portable_bucket(route, visitor) < threshold(percent)


def is_on_service_of_nginx(route: str, visitor: str, percent: float) -> bool:
    """Say whether ``visitor`` is answered by the service at ``percent``, by nginx's own hash."""
    limit = weight(percent) * _MASK_32 // TOTAL_WEIGHT
    return percent == 100 or murmurhash2(f"{route}:{visitor}".encode()) < limit


def murmurhash2(data: bytes) -> int:
    """Hash ``data`` as nginx's ``split_clients`` does (MurmurHash2, 32 bits, its own seed).

    https://github.com/aappleby/smhasher/wiki/MurmurHash2
    """
    value = len(data)
    whole = len(data) - len(data) % 4
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little") * _M & _MASK_32
        word = (word ^ word >> 24) * _M & _MASK_32
        value = (value * _M & _MASK_32) ^ word
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * _M & _MASK_32
    value = (value ^ value >> 13) * _M & _MASK_32
    return value ^ value >> 15


def simulate(route: str, visitors: Iterable[str], percent: float) -> tuple[str, ...]:
    """Return those ``visitors`` whom the service answers at ``percent``."""
    return tuple(one for one in visitors if is_on_service(route, one, percent))


def xxhash64(data: bytes) -> int:
    """Hash ``data`` as Envoy hashes a header (xxHash64, seed 0)."""
    value, rest = _stripes(data) if len(data) >= 32 else (_P5, data)
    value = (value + len(data)) & _MASK
    while len(rest) >= 8:
        value ^= _round(0, int.from_bytes(rest[:8], "little"))
        value = (_rotate(value, 27) * _P1 + _P4) & _MASK
        rest = rest[8:]
    if len(rest) >= 4:
        value ^= int.from_bytes(rest[:4], "little") * _P1 & _MASK
        value = (_rotate(value, 23) * _P2 + _P3) & _MASK
        rest = rest[4:]
    for byte in rest:
        value ^= byte * _P5 & _MASK
        value = _rotate(value, 11) * _P1 & _MASK
    return _avalanche(value)


def _stripes(data: bytes) -> tuple[int, bytes]:
    """Fold all whole stripes of 32 bytes; return the state and what is left over."""
    lanes = [(_P1 + _P2) & _MASK, _P2, 0, -_P1 & _MASK]
    end = len(data) - len(data) % 32
    for start in range(0, end, 8):
        lane = start // 8 % 4
        lanes[lane] = _round(lanes[lane], int.from_bytes(data[start : start + 8], "little"))
    turns = zip(lanes, (1, 7, 12, 18), strict=True)
    value = sum(_rotate(lane, count) for lane, count in turns) & _MASK
    for lane in lanes:
        value = ((value ^ _round(0, lane)) * _P1 + _P4) & _MASK
    return value, data[end:]


def _round(lane: int, word: int) -> int:
    return _rotate((lane + word * _P2) & _MASK, 31) * _P1 & _MASK


def _rotate(value: int, count: int) -> int:
    return (value << count | value >> 64 - count) & _MASK


def _avalanche(value: int) -> int:
    value = (value ^ value >> 33) * _P2 & _MASK
    value = (value ^ value >> 29) * _P3 & _MASK
    return value ^ value >> 32
