"""The few statistics we need. pandas was 200 MB for a median."""
import math


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else None


def median(values):
    return percentile(values, 50)


def percentile(values, p):
    """Linear interpolation, like the spreadsheet does it."""
    ordered = sorted(values)
    if not ordered:
        return None
    position = (len(ordered) - 1) * p / 100.0
    low = math.floor(position)
    high = math.ceil(position)
    if low == high:
        return float(ordered[low])
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def rate(part, whole, digits=4):
    return round(part / whole, digits) if whole else 0.0


def histogram(values, borders):
    """[(label, count)] for borders [7, 14, 30]: <7, 7-13, 14-29, >=30."""
    counts = [0] * (len(borders) + 1)
    for value in values:
        for i, border in enumerate(borders):
            if value < border:
                counts[i] += 1
                break
        else:
            counts[-1] += 1
    labels = ["<%s" % borders[0]]
    labels += ["%s-%s" % (a, b - 1) for a, b in zip(borders, borders[1:])]
    labels.append(">=%s" % borders[-1])
    return list(zip(labels, counts))


def kaplan_meier(observations):
    """observations: (days, event happened). Returns rows of
    (day, at risk, events, survival); censored ones leave after the events."""
    rows = []
    survival = 1.0
    ordered = sorted(observations, key=lambda o: (o[0], not o[1]))
    at_risk = len(ordered)
    i = 0
    while i < len(ordered):
        day = ordered[i][0]
        events = censored = 0
        while i < len(ordered) and ordered[i][0] == day:
            if ordered[i][1]:
                events += 1
            else:
                censored += 1
            i += 1
        if events:
            survival *= 1.0 - events / at_risk
            rows.append((day, at_risk, events, round(survival, 4)))
        at_risk -= events + censored
    return rows


def median_survival(rows):
    for day, _, _, survival in rows:
        if survival <= 0.5:
            return day
    return None


def wilson(part, whole, z=1.96):
    """Confidence interval of a rate; the normal one is wrong for small wards."""
    if not whole:
        return (0.0, 0.0)
    p = part / whole
    centre = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return (round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4))
