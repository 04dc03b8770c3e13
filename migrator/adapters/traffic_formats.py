"""The formats of access logs, each as the columns that DuckDB makes of a line.

A column is an SQL expression over ``line``. All but ``method`` and ``target`` may be NULL; without
those two the line is no request.
"""

import csv

import msgspec

# https://httpd.apache.org/docs/2.4/logs.html#accesslog; a host may stand before it. nginx's
# $request_time is often added at its end; a whole number there may be anything (%D, %T).
_COMMON = (
    r'^\S+ [^"]*?\[([^\]]+)\] "([A-Za-z]+) (\S+)[^"]*" (\d{3}) (\d+|-)'
    r'(?: "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")?(?: (?:rt=)?"?(\d+\.\d+))?)?'
)

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
_ALB = (
    r"^(?:http|https|h2|grpcs|ws|wss) (\S+) \S+ \S+ \S+ (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) "
    r'(\d{3}|-) (?:\d{3}|-) (?:\d+|-) (\d+|-) "([A-Za-z]+) (\S+)[^"]*"'
)

# What people call nginx's variables in `log_format … escape=json`: the first that is there.
_JSON_KEYS = {
    "request": ("request",),
    "method": ("request_method", "method", "verb", "http_method"),
    "target": ("request_uri", "uri", "path", "url", "request_path", "http_path"),
    "status": ("status", "status_code", "response_status", "http_status", "response_code"),
    "seconds": ("request_time", "request_duration", "duration_s", "duration_seconds"),
    "millis": ("request_time_ms", "duration_ms", "response_time_ms"),
    "bytes": ("body_bytes_sent", "bytes_sent", "bytes", "response_size", "size"),
    "moment": ("time_iso8601", "time_local", "@timestamp", "timestamp", "time", "msec", "ts"),
}

_CSV_COLUMNS = (
    "kind",
    "name",
    "method",
    "path",
    "status",
    "duration_ms",
    "count",
    "time",
    "bytes",
)


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """SQL expressions, each of text.

    Attributes:
        parsed: what the others take their parts from, as ``x``.
        seconds: an expression of a number.
        is_valid: an expression of whether what was parsed makes sense.
    """

    parsed: str
    method: str
    target: str
    status: str
    moment: str
    bytes: str
    seconds: str
    count: str = "'1'"
    is_valid: str = "true"


def _regex(pattern: str, *names: str) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return f"regexp_extract(line, '{pattern.replace(chr(39), chr(39) * 2)}', [{listed}])"


COMMON = Columns(
    parsed=_regex(_COMMON, "moment", "method", "target", "status", "bytes", "seconds"),
    method="x.method",
    target="x.target",
    status="x.status",
    moment="x.moment",
    bytes="x.bytes",
    seconds="try_cast(x.seconds AS DOUBLE)",
)

# A time of -1 says that the request ended before the target had answered.
ALB = Columns(
    parsed=_regex(
        _ALB, "moment", "before", "within", "after", "status", "bytes", "method", "target"
    ),
    method="x.method",
    target="x.target",
    status="x.status",
    moment="x.moment",
    bytes="x.bytes",
    seconds="CASE WHEN starts_with(x.before, '-') OR starts_with(x.within, '-') "
    "OR starts_with(x.after, '-') THEN NULL ELSE try_cast(x.before AS DOUBLE) "
    "+ try_cast(x.within AS DOUBLE) + try_cast(x.after AS DOUBLE) END",
)


def _json() -> Columns:
    at = iter(range(1, 100))
    places = {name: [(key, next(at)) for key in keys] for name, keys in _JSON_KEYS.items()}
    paths = ", ".join(f"'$.\"{key}\"'" for keys in places.values() for key, _ in keys)
    # nginx without `escape=json` writes \xNN, which JSON does not know.
    valid = r"CASE WHEN json_valid(line) THEN line ELSE replace(line, '\x', '\\x') END"
    objects = f"CASE WHEN starts_with(line, '{{') AND json_valid({valid}) THEN {valid} END"

    def first(name: str) -> str:
        return f"coalesce({', '.join(f'x[{place}]' for _, place in places[name])})"

    request = f"split_part({first('request')}, ' ', {{}})"
    return Columns(
        parsed=f"json_extract_string({objects}, [{paths}])",
        method=f"coalesce({first('method')}, {request.format(1)})",
        target=f"coalesce({first('target')}, {request.format(2)})",
        status=first("status"),
        moment=first("moment"),
        bytes=first("bytes"),
        seconds=f"coalesce(try_cast({first('seconds')} AS DOUBLE), "
        f"try_cast({first('millis')} AS DOUBLE) / 1000)",
    )


LINES = {"common": COMMON, "nginx JSON": _json(), "ALB": ALB}


def csv_header(line: str) -> tuple[str, ...] | None:
    """Read the names of columns, None where the line is no header of an access log."""
    names = tuple(name.strip().lower() for name in next(csv.reader([line]), []))
    given = set(names)
    is_header = {"method", "path"} <= given or {"kind", "name"} <= given
    return names if is_header and len(given) == len(names) else None


def csv_columns(names: tuple[str, ...]) -> Columns:
    """Return the columns of a CSV file with these names; others of its columns are left alone."""

    def column(name: str) -> str:
        return f"nullif(trim({quoted(name)}), '')" if name in names else "NULL::VARCHAR"

    is_request = f"coalesce({column('kind')}, 'http') = 'http'"
    duration = column("duration_ms")
    return Columns(
        parsed="NULL",
        method=f"CASE WHEN {is_request} THEN upper({column('method')}) ELSE {column('kind')} END",
        target=f"CASE WHEN {is_request} THEN {column('path')} ELSE {column('name')} END",
        status=column("status"),
        moment=column("time"),
        bytes=column("bytes"),
        seconds=f"try_cast({duration} AS DOUBLE) / 1000",
        count=f"coalesce({column('count')}, '1')",
        is_valid=f"({duration} IS NULL OR try_cast({duration} AS DOUBLE) >= 0)",
    )


def quoted(name: str) -> str:
    """Quote the name of a column for SQL."""
    return '"' + name.replace('"', '""') + '"'


def accepted() -> str:
    """Name the formats, for a message."""
    return (
        "common or combined (Apache, nginx, gunicorn), nginx JSON (one object a line), "
        "ALB (Application Load Balancer), or CSV with a header that has method and path "
        f"(known columns: {', '.join(_CSV_COLUMNS)}); each also as .gz"
    )
