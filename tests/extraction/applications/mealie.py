"""Mealie (FastAPI): categories, tags and tools of recipes."""

import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from migrator.model.parity import HttpRequest
from tests.extraction.applications import Ask, Real
from tests.extraction.replay import request

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOGIN = b"username=changeme%40example.com&password=MyPassword"
KINDS = ("categories", "tags", "tools")
REQUIREMENTS = """\
Jinja2==3.1.4 Pillow==11.0.0 PyYAML==6.0.2 SQLAlchemy==2.0.36 aiofiles==24.1.0 alembic==1.13.3
aniso8601==9.0.1 appdirs==1.4.4 apprise==1.9.0 authlib==1.3.2 bcrypt==4.2.0 beautifulsoup4==4.12.3
extruct==0.17.0 fastapi==0.115.3 html2text==2024.2.26 httpx==0.27.2 isodate==0.7.2
itsdangerous==2.2.0 lxml==5.3.0 lxml-html-clean==0.1.1 openai==1.52.2 orjson==3.10.10
paho-mqtt==1.6.1 pillow-heif==0.20.0 pydantic==2.9.2 pydantic-settings==2.6.0 pyhumps==3.8.0
pyjwt==2.9.0 python-dateutil==2.9.0 python-dotenv==1.0.1 python-ldap==3.4.4
python-multipart==0.0.12 python-slugify==8.0.4 rapidfuzz==3.10.1 recipe-scrapers==15.2.1
requests==2.32.3 starlette==0.41.0 text-unidecode==1.3 typing-extensions==4.12.2 tzdata==2024.2
uvicorn[standard]==0.32.0
""".split()  # noqa: SIM905 - as many lines as this


def environment(folder: Path) -> Mapping[str, str]:
    """Say where the data is, and what makes answers the same each time."""
    return {
        "DATA_DIR": str(folder),
        "PRODUCTION": "true",
        "TESTING": "true",
        "LANG": "C.UTF-8",
    }


def requests(ask: Ask) -> list[HttpRequest]:
    """Sign in, make what can be read; then read everything and change some of it."""
    (token,) = ask([request("/api/auth/token", method="POST", body=LOGIN, headers=FORM)])
    signed = {"Authorization": f"Bearer {json.loads(token.body)['access_token']}"}
    written = {**signed, "Content-Type": "application/json"}
    made = ask(
        [
            request(
                f"/api/organizers/{kind}",
                method="POST",
                body=json.dumps({"name": f"{kind} {name}"}).encode(),
                headers=written,
            )
            for kind in KINDS
            for name in ("one", "two", "žluťoučký")
        ]
    )
    numbers = [json.loads(answer.body)["id"] for answer in made]
    return [
        one
        for index, kind in enumerate(KINDS)
        for one in _of(kind, numbers[index * 3 : index * 3 + 3], signed, written)
    ]


def _of(
    kind: str, numbers: list[str], signed: Mapping[str, str], written: Mapping[str, str]
) -> Iterator[HttpRequest]:
    base = f"/api/organizers/{kind}"
    queries = ["", "?page=1&perPage=1", "?orderBy=name&orderDirection=desc", "?search=one"]
    queries += ["?perPage=-1", "?page=x", f"?queryFilter=name%20%3D%20%22{kind}%20one%22"]
    queries += ["?orderBy=nothing", "/", "/empty"]
    yield from (request(base + query, headers=signed) for query in queries)
    yield request(base)
    yield request(base, headers={"Authorization": "Bearer bad"})
    yield request(base, headers={**signed, "Accept-Language": "cs-CZ"})
    yield request(base, headers={**signed, "Accept-Encoding": "gzip"})
    yield request(base, method="HEAD", headers=signed)
    for number in (*numbers, str(uuid.UUID(int=5)), "bad"):
        yield request(f"{base}/{number}", headers=signed)
        yield request(f"{base}/{number}/", headers=signed)
    for slug in ("one", f"{kind}-one", f"{kind}-zlutoucky", "nothing"):
        yield request(f"{base}/slug/{slug}", headers=signed)
    yield request(base, method="POST", body=b"{", headers=written)
    changed = b'{"name": "changed", "slug": "changed"}'
    yield request(f"{base}/{numbers[0]}", method="PUT", body=changed, headers=written)
    yield request(f"{base}/{numbers[1]}", method="DELETE", headers=signed)
    yield request(f"{base}/{numbers[1]}", headers=signed)


MEALIE = Real(
    name="mealie",
    wanted="mealie.routes.organizers",
    service="organizers",
    application="asgi:mealie.app:app",
    python="3.11",
    requirements=REQUIREMENTS,
    environment=environment,
    seed="",
    ask=requests,
)
