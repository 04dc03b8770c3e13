"""Small helpers used everywhere."""
import hashlib
import math
import os
import re
import secrets
import unicodedata
from datetime import date, datetime, timedelta, timezone

from dateutil import parser as date_parser
from flask import jsonify, request
from sqlalchemy import func, select
from sqlalchemy.sql import Select

_SETTINGS = {}

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}


def utcnow():
    """Naive UTC, as stored in all DateTime columns."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def iso(value):
    """ISO text of a date or datetime, None stays None."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    return value.isoformat()


def parse_date(s):
    """date from '2026-03-01' or '01.03.2026'; None when empty; ValueError else."""
    if s is None or s == "":
        return None
    if isinstance(s, datetime):
        return s.date()
    if isinstance(s, date):
        return s
    m = re.match(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$", s)
    if m:
        return date(int(m.group(3)), int(m.group(2)), int(m.group(1)))
    return date.fromisoformat(s)


def parse_datetime(s):
    """Naive datetime; an offset is converted to UTC and dropped."""
    if s is None or s == "":
        return None
    if isinstance(s, datetime):
        value = s
    else:
        value = date_parser.isoparse(s)
    if value.tzinfo is not None:
        value = value.astimezone(timezone.utc).replace(tzinfo=None)
    return value


def json_error(status, message, **extra):
    body = {"error": message}
    body.update(extra)
    response = jsonify(body)
    response.status_code = status
    return response


def wants_json():
    """True for the API, XHR and clients that prefer JSON to HTML."""
    if request.path.startswith("/api/"):
        return True
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return True
    if request.is_json:
        return True
    accept = request.accept_mimetypes
    return accept["application/json"] > accept["text/html"]


class Page:
    def __init__(self, items, page, per_page, total):
        self.items = items
        self.page = page
        self.per_page = per_page
        self.total = total

    @property
    def pages(self):
        return max(1, math.ceil(self.total / self.per_page))

    @property
    def has_next(self):
        return self.page < self.pages

    @property
    def has_prev(self):
        return self.page > 1

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def meta(self):
        return {
            "page": self.page,
            "per_page": self.per_page,
            "total": self.total,
            "pages": self.pages,
        }


def paginate(query, page, per_page):
    """One page of a Query or of a select(). Returns a Page."""
    page = max(1, int(page or 1))
    per_page = min(200, max(1, int(per_page or 20)))
    offset = (page - 1) * per_page
    if isinstance(query, Select):
        from clinic.db import Session

        total = Session.scalar(
            select(func.count()).select_from(query.order_by(None).subquery())
        )
        items = Session.scalars(query.limit(per_page).offset(offset)).unique().all()
    else:
        total = query.order_by(None).count()
        items = query.limit(per_page).offset(offset).all()
    return Page(list(items), page, per_page, total or 0)


def int_arg(name, default=None):
    """Integer query parameter; the default when absent or not a number."""
    try:
        return int(request.args.get(name, default))
    except (TypeError, ValueError):
        return default


def money(cents, currency="EUR"):
    """'1.234,50 EUR' from 123450."""
    cents = int(cents or 0)
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    grouped = "{:,}".format(whole).replace(",", ".")
    return "%s%s,%02d %s" % (sign, grouped, rest, currency)


def new_token(n=24):
    return secrets.token_urlsafe(n)


def slugify(value):
    for umlaut, plain in UMLAUTS.items():
        value = value.replace(umlaut, plain)
    value = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")


def get_setting(name, default=None):
    """Environment setting, read once per process."""
    if name not in _SETTINGS:
        _SETTINGS[name] = os.environ.get(name)
    value = _SETTINGS[name]
    return default if value is None else value


def forget_settings():
    _SETTINGS.clear()


def site_name():
    return get_setting("CLINIC_SITE", "Nordstadt")


def chunked(seq, size):
    for i in range(0, len(seq), size):
        yield seq[i:i + size]


# ---------------------------------------------------------------------------
# From the PHP import (2018). Kept because the archive scripts used them.


def legacy_md5(value):
    return hashlib.md5(value.encode("latin-1", "replace")).hexdigest()


def legacy_mrn(number):
    """MRN of the old system: 'P' + 6 digits + check digit."""
    digits = "%06d" % number
    check = sum((i + 1) * int(d) for i, d in enumerate(digits)) % 10
    return "P%s%d" % (digits, check)


def fix_mojibake(value):
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value


def easter(year):
    """Easter Sunday (Gauss/Lichtenberg); clinic holidays depend on it."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    a = year % 19
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    og = 21 + d - r
    sz = 7 - (year + year // 4 + s) % 7
    oe = 7 - (og - sz) % 7
    return date(year, 3, 1) + timedelta(days=og + oe - 1)
