"""The real applications of which an area is extracted, and what the proof needs of each."""

from pathlib import Path
from typing import NamedTuple

from tests.practice.applications import APPLICATIONS as FETCHED
from tests.practice.applications import Application as Source

HERE = Path(__file__).parent
WSGI = """\
from apig_wsgi import make_lambda_handler

from {module} import {attribute}

handler = make_lambda_handler({attribute}())
"""
OBJECT = WSGI.replace("{attribute}())", "{attribute})")
ASGI = """\
from mangum import Mangum

from {module} import {attribute}

handler = Mangum({attribute}, lifespan="off")
"""


# As its poetry.lock has them.
MEALIE = tuple(
    """
    Jinja2==3.1.4 Pillow==11.0.0 PyYAML==6.0.2 SQLAlchemy==2.0.36 aiofiles==24.1.0
    alembic==1.13.3 aniso8601==9.0.1 appdirs==1.4.4 apprise==1.9.0 authlib==1.3.2 bcrypt==4.2.0
    beautifulsoup4==4.12.3 extruct==0.17.0 fastapi==0.115.3 html2text==2024.2.26 httpx==0.27.2
    isodate==0.7.2 itsdangerous==2.2.0 lxml==5.3.0 lxml-html-clean==0.1.1 openai==1.52.2
    orjson==3.10.10 paho-mqtt==1.6.1 pillow-heif==0.20.0 pydantic==2.9.2
    pydantic-settings==2.6.0 pyhumps==3.8.0 pyjwt==2.9.0 python-dateutil==2.9.0
    python-dotenv==1.0.1 python-ldap==3.4.4 python-multipart==0.0.12 python-slugify==8.0.4
    rapidfuzz==3.10.1 recipe-scrapers==15.2.1 requests==2.32.3 starlette==0.41.0
    text-unidecode==1.3 typing-extensions==4.12.2 tzdata==2024.2 uvicorn[standard]==0.32.0
    """.split()  # noqa: SIM905 - as many lines as this
)


PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")
PYTEST_ITSELF = (
    "pytest==8.4.2", "iniconfig==2.1.0", "packaging==25.0", "pluggy==1.6.0", "Pygments==2.19.2",
)  # fmt: skip


class Application(NamedTuple):
    """One application and one area of it.

    ``tests/extraction/NAME`` has ``requests.yaml`` and ``seed.py``, which fills a database, and
    may have ``prepare.py``: what its team changes before the first extraction.

    Attributes:
        pythons: versions of Python that it runs on, the best first.
        install: what pip is given to install it, in the folder of its source.
        without: distributions that are taken out again: plugins, the application itself.
        application: the application object, or Django's settings, as migration.yaml names it.
        service: the name of the area.
        modules: its modules.
        path: a page of the area that is asked for again and again.
        ignored: options of `migrate parity replay`.
        lifted: the code that serves the whole application through the bare adapter.
        object: what a server is given, where that is not ``application``.
        sources: where its source comes from, where the practice set has it not.
        tests: its own tests of the area, as `migrate parity tests` is told after ``--``.
        tests_environment: variables for them.
        tests_need: what they need beside the application, without its dependencies.
        tests_from: what PyPI has the source archive of whose folder ``tests`` has them, where the
            source has none.
    """

    name: str
    pythons: tuple[str, ...]
    install: tuple[str, ...]
    without: tuple[str, ...]
    application: str
    service: str
    modules: tuple[str, ...]
    path: str
    ignored: tuple[str, ...] = ()
    lifted: str = WSGI
    object: str = ""
    sources: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    tests_environment: tuple[str, ...] = ()
    tests_need: tuple[str, ...] = ()
    tests_from: str = ""

    @property
    def served(self) -> str:
        """What a server is given."""
        return self.object or self.application

    @property
    def source(self) -> Source:
        """Where its source comes from: that of the practice set, or one of its own."""
        if self.sources:
            return Source(self.name, "", self.sources)
        return next(source for source in FETCHED if source.name == self.name)

    @property
    def folder(self) -> Path:
        """Its requests and seed."""
        return HERE / self.name


APPLICATIONS = (
    Application(
        name="ctfd",
        pythons=("3.11",),
        install=("-r", "requirements.txt"),
        without=(),
        application="CTFd:create_app",
        service="users",
        modules=("CTFd.users",),
        path="/users",
        # Cached results are found by the path of the package that they were made for.
        ignored=("--ignore-state", "cache/*"),
        tests=(*PYTEST, "tests/users"),
        tests_need=PYTEST_ITSELF,
    ),
    Application(
        name="flaskbb",
        pythons=("3.13", "3.12"),
        install=("flaskbb==2.2.0",),
        without=("flaskbb", "flaskbb-plugin-conversations", "flaskbb-plugin-portal"),
        application="flaskbb.app:create_app",
        service="user",
        modules=("flaskbb.user",),
        path="/user/admin/topics",
        # Two runs of the search index write other bytes.
        ignored=("--ignore-state", "search/*"),
        tests=(*PYTEST, "tests/unit/user"),
        tests_need=(
            *PYTEST_ITSELF,
            *("pytest-mock==3.15.1", "freezegun==1.5.5", "responses==0.25.8", "PyYAML==6.0.3"),
        ),
        tests_from="flaskbb==2.2.0",
    ),
    Application(
        name="healthchecks",
        pythons=("3.12", "3.13"),
        install=("-r", "requirements.txt"),
        without=(),
        application="hc.settings",
        service="api",
        modules=("hc.api",),
        path="/api/v3/status/",
        lifted=OBJECT,
        object="hc.wsgi:application",
        tests=("manage.py", "test", "hc.api"),
    ),
    Application(
        name="mealie",
        pythons=("3.11",),
        install=MEALIE,
        without=(),
        application="mealie.app:app",
        service="organizers",
        modules=("mealie.routes.organizers",),
        path="/api/organizers/categories/empty",
        ignored=("--ignore-state", "*.log"),
        lifted=ASGI,
        tests=(*PYTEST, "tests/integration_tests/category_tag_tool_tests"),
        tests_environment=("DATA_DIR={state}/data",),
        tests_need=(*PYTEST_ITSELF, "pytest-asyncio==0.24.0"),
    ),
    Application(
        name="ara",
        pythons=("3.11", "3.12", "3.13"),
        install=("ara[server]==1.8.0",),
        without=("ara",),
        application="ara.server.settings",
        service="api",
        modules=("ara.api",),
        path="/api/v1/hosts",
        lifted=OBJECT,
        object="ara.server.wsgi:application",
        sources=("ara==1.8.0",),
        tests=("-m", "ara.server", "test", "-t", ".", "-p", "tests_*.py", "ara/api/tests"),
        tests_environment=("ARA_BASE_DIR={state}", "ARA_SECRET_KEY=a-key-for-tests"),
        tests_need=("factory-boy==3.3.3", "faker==37.12.0"),
    ),
    Application(
        name="ihatemoney",
        pythons=("3.11", "3.12", "3.13"),
        install=("ihatemoney==7.2.1",),
        without=("ihatemoney",),
        application="ihatemoney.run:create_app",
        service="api",
        modules=("ihatemoney.api",),
        path="/api/projects/raclette",
        sources=("ihatemoney==7.2.1",),
        tests=(*PYTEST, "ihatemoney/tests/api_test.py"),
        tests_need=PYTEST_ITSELF,
    ),
)
