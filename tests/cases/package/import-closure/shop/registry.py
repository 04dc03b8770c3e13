"""Everybody knows it, and it knows everybody."""

from shop import (
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_06,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
    part_13,
    part_14,
    part_15,
    part_16,
    part_17,
    part_18,
    part_19,
    part_20,
)

PARTS = (part_01, part_02, part_03, part_04)


def names():
    return [part.__name__ for part in PARTS]
