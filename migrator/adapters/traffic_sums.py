"""The tables in which the requests of access logs are kept, and what is summed up over them."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from migrator.adapters.traffic_formats import Columns
from migrator.model.traffic import Durations, EntryTraffic, Traffic, UnmatchedPath

Rows = Callable[..., list[tuple[Any, ...]]]

UNMATCHED_SHOWN = 20

# Of a line that is no request only `garbage` is known, of a blank one nothing. Durations are whole
# milliseconds: so there are few different ones, and percentiles are exact to that.
REQUESTS = """
CREATE TABLE requests (file INTEGER, garbage VARCHAR, method VARCHAR, path VARCHAR,
  status SMALLINT, moment BIGINT, ms BIGINT, bytes BIGINT, count BIGINT)
"""

REJECTS = """
INSERT INTO requests (file, garbage)
SELECT ?, any_value(left(csv_line, 200)) FROM reject_errors GROUP BY scan_id, line
"""
COUNTS = """
SELECT count(*) FILTER (path IS NOT NULL OR garbage IS NOT NULL), count(garbage)
FROM requests WHERE file = ?
"""
GARBAGE = """
SELECT file, garbage FROM requests WHERE garbage IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY file ORDER BY rowid) <= ? ORDER BY file, rowid
"""

PAIRS = """
CREATE TABLE pairs AS SELECT row_number() OVER () AS id, method, path
FROM (SELECT DISTINCT method, path FROM requests WHERE path IS NOT NULL)
"""
LABELS = """
CREATE TABLE labels AS SELECT * FROM read_csv(?, columns = {'id': 'BIGINT', 'label': 'INTEGER'},
  delim = ',', header = false, auto_detect = false)
"""
HITS = """
CREATE TABLE hits AS SELECT label, status // 100 AS class, moment, ms, bytes, count
FROM requests JOIN pairs USING (method, path) JOIN labels USING (id)
"""

_TOTALS = "SELECT label, sum(count)::BIGINT, max(bytes) FROM hits GROUP BY label"
_SPAN = "SELECT sum(count)::BIGINT, min(moment), max(moment) FROM hits"
_PEAKS = """
SELECT label, max(requests) / 60 FROM (
  SELECT label, sum(count) AS requests FROM hits WHERE moment IS NOT NULL
  GROUP BY label, moment // 60
) GROUP BY label
"""
_STATUSES = """
SELECT label, class, sum(count)::BIGINT FROM hits WHERE class IS NOT NULL
GROUP BY label, class ORDER BY label, class
"""
_DURATIONS = """
SELECT label, min(ms) FILTER (upto * 100 >= total * 50), min(ms) FILTER (upto * 100 >= total * 95),
  min(ms) FILTER (upto * 100 >= total * 99), max(ms)
FROM (
  SELECT label, ms, sum(requests) OVER (PARTITION BY label ORDER BY ms) AS upto,
    sum(requests) OVER (PARTITION BY label) AS total
  FROM (SELECT label, ms, sum(count) AS requests FROM hits WHERE ms IS NOT NULL GROUP BY label, ms)
) GROUP BY label
"""
_UNMATCHED = """
SELECT method, path, sum(count)::BIGINT AS requests
FROM requests JOIN pairs USING (method, path) JOIN labels USING (id) WHERE label = 0
GROUP BY method, path ORDER BY requests DESC, method, path LIMIT ?
"""


def parsed(columns: Columns, source: str, shown: str) -> str:
    """Return a query of what ``requests`` has, but for the file.

    Args:
        columns: how a line is taken apart.
        source: what has the lines.
        shown: an expression of the line, for those that are no request.
    """
    path = (
        "regexp_replace(regexp_extract(target, '^[^?#]*'), '^[A-Za-z][A-Za-z0-9+.-]*://[^/]*', '')"
    )
    return f"""
SELECT CASE WHEN NOT is_request AND trim(shown) <> '' THEN left(shown, 200) END AS garbage,
  CASE WHEN is_request THEN method END AS method,
  CASE WHEN is_request THEN coalesce(nullif({path}, ''), '/') END AS path,
  try_cast(status AS SMALLINT) AS status, moment::BIGINT AS moment,
  round(seconds * 1000)::BIGINT AS ms, try_cast(bytes AS BIGINT) AS bytes,
  try_cast(requests AS BIGINT) AS count
FROM (
  SELECT *, coalesce(regexp_full_match(method, '[A-Za-z_]+') AND target NOT IN ('', '-')
    AND (status IS NULL OR regexp_full_match(status, '[1-9][0-9][0-9]'))
    AND try_cast(requests AS BIGINT) > 0 AND is_valid, false) AS is_request
  FROM (
    SELECT {shown} AS shown, {columns.method} AS method, {columns.target} AS target,
      nullif({columns.status}, '-') AS status, {_moment(columns.moment)} AS moment,
      {columns.seconds} AS seconds, {columns.bytes} AS bytes, {columns.count} AS requests,
      {columns.is_valid} AS is_valid
    FROM (SELECT *, {columns.parsed} AS x FROM {source})
  )
)
"""  # noqa: S608  (of this package's own expressions)


def _moment(text: str) -> str:
    """Return seconds since 1970 of a time of Apache, ISO 8601, nginx's ``$msec``, JavaScript."""
    return f"""coalesce(
        epoch(try_strptime({text}, '%d/%b/%Y:%H:%M:%S %z')),
        epoch(try_cast({text} AS TIMESTAMPTZ)),
        CASE WHEN regexp_full_match({text}, '[0-9]{{10}}(\\.[0-9]+)?')
          THEN try_cast({text} AS DOUBLE)
          WHEN regexp_full_match({text}, '[0-9]{{13}}') THEN try_cast({text} AS DOUBLE) / 1000
        END)"""


def summed(rows: Rows, labels: Sequence[str], text: Callable[[str], str]) -> Traffic:
    """Sum up the table of hits.

    Args:
        rows: runs a query.
        labels: of entry points, by number; the first is of requests that none answers.
        text: puts text right that was read byte by byte.
    """
    peaks: dict[int, float] = dict(rows(_PEAKS))
    durations = {
        label: Durations(*(value / 1000 for value in values))
        for label, *values in rows(_DURATIONS)
    }
    statuses = _grouped(rows(_STATUSES))
    totals = {label: (requests, largest) for label, requests, largest in rows(_TOTALS)}
    requests, first, last = rows(_SPAN)[0]
    return Traffic(
        requests=requests,
        entry_points=tuple(
            EntryTraffic(
                label=labels[number],
                requests=totals[number][0],
                peak_rate=peaks.get(number),
                statuses=statuses.get(number, ()),
                durations=durations.get(number),
                largest_response=totals[number][1],
            )
            for number in sorted(totals, key=lambda number: labels[number])
            if number
        ),
        unmatched_requests=totals.get(0, (0, None))[0],
        unmatched=tuple(
            UnmatchedPath(method, text(path), count)
            for method, path, count in rows(_UNMATCHED, [UNMATCHED_SHOWN])
        ),
        first=_time(first),
        last=_time(last),
    )


def _grouped(
    rows: Iterable[tuple[int, int, int]],
) -> dict[int, tuple[tuple[str, int], ...]]:
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for label, kind, count in rows:
        found[label] = (*found.get(label, ()), (f"{kind}xx", count))
    return found


def _time(moment: int | None) -> str:
    if moment is None:
        return ""
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
