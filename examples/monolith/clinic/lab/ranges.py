# -*- coding: utf-8 -*-
"""Reference ranges by sex and age, critical limits, flags."""
import json
import os
from functools import lru_cache

RANGES_FILE = os.environ.get(
    'LAB_RANGES', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'ranges.json')
)

CHILD_BELOW = 12

_panels = {}


def panels():
    """Content of ranges.json, read on first use."""
    if not _panels:
        with open(RANGES_FILE, encoding='utf-8') as f:
            _panels.update(json.load(f))
    return _panels


def analytes(panel):
    return sorted(panels()[panel]['analytes'])


@lru_cache(maxsize=None)
def definition(analyte):
    for panel in panels().values():
        if analyte in panel['analytes']:
            return panel['analytes'][analyte]
    return None


@lru_cache(maxsize=1024)
def reference(analyte, sex, age):
    """(low, high); None on a side without a limit."""
    d = definition(analyte)
    if d is None:
        return None, None
    if age < CHILD_BELOW and 'child' in d:
        low, high = d['child']
    elif sex in d:
        low, high = d[sex]
    elif 'all' in d:
        low, high = d['all']
    elif 'f' in d and 'm' in d:
        # sex 'd': the wider of both ranges
        lows = [d[s][0] for s in 'fm']
        highs = [d[s][1] for s in 'fm']
        low = None if None in lows else min(lows)
        high = None if None in highs else max(highs)
    else:
        low, high = None, None
    return low, high


def flag(analyte, value, low, high):
    """'', 'L', 'H', or doubled when beyond the critical limit."""
    if value is None:
        return ''
    critical_low, critical_high = (definition(analyte) or {}).get('critical', (None, None))
    if critical_low is not None and value < critical_low:
        return 'LL'
    if critical_high is not None and value > critical_high:
        return 'HH'
    if low is not None and value < low:
        return 'L'
    if high is not None and value > high:
        return 'H'
    return ''


def delta_exceeded(analyte, old, new):
    """Percentage of change when it is larger than the limit of the analyte."""
    limit = (definition(analyte) or {}).get('delta')
    if not limit or not old or new is None:
        return None
    percent = round(100.0 * (new - old) / old, 1)
    return percent if abs(percent) > limit else None


# conversion of units that external laboratories send
FACTORS = {
    ('creatinine', 'µmol/l'): 1 / 88.4,
    ('creatinine', 'umol/l'): 1 / 88.4,
    ('hemoglobin', 'mmol/l'): 1.611,
    ('hemoglobin', 'g/l'): 0.1,
    ('bilirubin', 'µmol/l'): 1 / 17.1,
    ('urea', 'mmol/l'): 6.006,
    ('platelets', '/µl'): 0.001,
}


def to_standard(analyte, value, unit):
    """(value, unit) in the unit of the panel; ValueError for unknown units."""
    d = definition(analyte)
    if d is None:
        raise ValueError('unknown analyte %s' % analyte)
    if not unit or unit == d['unit']:
        return value, d['unit']
    try:
        factor = FACTORS[(analyte, unit)]
    except KeyError:
        raise ValueError('unit %s of %s' % (unit, analyte))
    return round(value * factor, 2), d['unit']
