"""Text templates for messages.

Not Jinja: the secretaries edit the .txt files themselves, and a typo must not
break the sending. Known: {{name}}, {{name|filter}}, {{name|default:text}},
{% if name %}...{% endif %} (not nested). The first line is the subject.
"""
import os
import re
from typing import Any

from clinic.errors import NotFound
from clinic.utils import site_name

TEMPLATE_DIR = os.path.join(os.path.dirname(os.path.dirname(__file__)), "templates",
                            "notifications")

_VAR = re.compile(r"\{\{\s*(\w+)\s*(?:\|\s*(\w+)(?::([^}]*))?)?\s*\}\}")
_IF = re.compile(r"\{%\s*if\s+(not\s+)?(\w+)\s*%\}(.*?)\{%\s*endif\s*%\}", re.S)

_SOURCES: dict[str, str] = {}

FILTERS = {
    "upper": lambda v, arg: str(v).upper(),
    "title": lambda v, arg: str(v).title(),
    "trim": lambda v, arg: str(v).strip(),
    "short": lambda v, arg: str(v)[: int(arg or 40)],
    "default": lambda v, arg: str(v) if v not in (None, "") else (arg or ""),
}

SAMPLE = {
    "first_name": "Erika", "last_name": "Muster", "invoice_number": "CL-2026-0001",
    "amount": "145,50 EUR", "rest": "45,50 EUR", "due_on": "2026-03-15", "stage": 1,
    "title": "Discharge letter", "patient": "Erika Muster", "document_id": 1,
    "token": "sample-token", "expires": "31.03.2026", "starts_at": "15.03.2026 09:30",
    "kind": "chemo", "room": "Ward 2", "panel": "CBC", "flags": "WBC low", "text": "...",
    "report": "revenue", "run_id": 1,
}


def names() -> list[str]:
    return sorted(n[:-4] for n in os.listdir(TEMPLATE_DIR) if n.endswith(".txt"))


def source(name: str) -> str:
    if name not in _SOURCES:
        if not re.fullmatch(r"[a-z_]+", name):
            raise NotFound("no template %s" % name)
        try:
            with open(os.path.join(TEMPLATE_DIR, name + ".txt"), encoding="utf-8") as fh:
                _SOURCES[name] = fh.read()
        except FileNotFoundError:
            raise NotFound("no template %s" % name)
    return _SOURCES[name]


def fill(text: str, values: dict[str, Any]) -> str:
    def condition(match):
        truth = bool(values.get(match.group(2)))
        if match.group(1):
            truth = not truth
        return match.group(3) if truth else ""

    def variable(match):
        key, name, arg = match.groups()
        value = values.get(key, "")
        if name:
            function = FILTERS.get(name)
            # unknown filter: leave the value alone, see the module text
            value = function(value, arg) if function else value
        return "" if value is None else str(value)

    return _VAR.sub(variable, _IF.sub(condition, text))


def render(name: str, **values: Any) -> tuple[str, str]:
    """(subject, body)"""
    values.setdefault("site", site_name())
    if values.get("token"):
        # documents.service imports notifications.service
        from clinic.documents.service import public_url

        values.setdefault("link", public_url(values["token"]))
    text = fill(source(name), values)
    subject, _, body = text.partition("\n")
    if subject.lower().startswith("subject:"):
        subject = subject[8:]
    body = re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
    return subject.strip()[:200], body
