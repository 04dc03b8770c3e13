import pytest

from migrator.model.program import ConfigRead
from tests.analysis.programs import program_of, program_of_one, unresolved_of


def spell(read: ConfigRead) -> str:
    return f"{read.key} {read.function} {read.location.line} {read.default}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\nKEY = os.environ['KEY']", ["KEY shop: 2 None"], id="subscript is required"
        ),
        pytest.param(
            "import os\nKEY = os.environ.get('KEY')",
            ["KEY shop: 2 None"],
            id="get without default",
        ),
        pytest.param("import os\nKEY = os.environ.get('KEY', 'x')", ["KEY shop: 2 'x'"], id="get"),
        pytest.param("import os\nKEY = os.getenv('KEY', 5)", ["KEY shop: 2 5"], id="getenv"),
        pytest.param(
            "import os\nKEY = os.getenv('KEY', default='x')",
            ["KEY shop: 2 'x'"],
            id="getenv with keyword",
        ),
        pytest.param(
            "import os\nKEY = os.getenv('KEY', os.name)",
            ["KEY shop: 2 computed"],
            id="computed default",
        ),
        pytest.param(
            "from os import environ\ndef f():\n    return environ['KEY']",
            ["KEY shop:f 3 None"],
            id="environ imported",
        ),
        pytest.param(
            "from os import getenv as setting\ndef f():\n    return setting('KEY')",
            ["KEY shop:f 3 None"],
            id="getenv imported under another name",
        ),
        pytest.param(
            "import os\nPREFIX = 'SHOP_'\ndef f():\n    return os.environ[PREFIX + 'KEY']",
            ["SHOP_KEY shop:f 4 None"],
            id="name put together",
        ),
        pytest.param(
            "import os\nfor key in ('A', 'B'):\n    os.environ[key]",
            ["A shop: 3 None", "B shop: 3 None"],
            id="loop over names",
        ),
        pytest.param(
            "import os\nclass Config:\n    KEY = os.environ.get('KEY', '')",
            ["KEY shop:Config 3 ''"],
            id="class body",
        ),
        pytest.param(
            "import os\nif 'KEY' in os.environ:\n    ...",
            ["KEY shop: 2 None"],
            id="membership",
        ),
        pytest.param("import os\nos.environ['KEY'] = 'x'", [], id="a write is not a read"),
        pytest.param("environ = {'A': 1}\nenviron['A']", [], id="a dictionary of that name"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert [spell(read) for read in program_of_one(source).config_reads] == expected


def test_what_a_helper_reads_belongs_to_its_callers() -> None:
    program = program_of(
        {
            "shop/settings.py": """\
                import os
                def setting(name, default=None):
                    return os.environ.get(name, default)
                """,
            "shop/mail.py": """\
                from shop.settings import setting
                def sender():
                    return setting("MAIL_FROM", "shop@example.com")
                def server():
                    return setting("MAIL_HOST")
                """,
        }
    )
    assert [spell(read) for read in program.config_reads] == [
        "MAIL_FROM shop.mail:sender 3 'shop@example.com'",
        "MAIL_HOST shop.mail:server 3 None",
    ]


def test_one_line_reads_a_key_with_and_without_a_default() -> None:
    source = "import os\nK = os.environ['K'] or os.environ.get('K', '')"
    reads = [spell(read) for read in program_of_one(source).config_reads]
    assert reads == ["K shop: 2 None", "K shop: 2 ''"]


def test_a_computed_name_is_unresolved() -> None:
    program = program_of_one("import os\ndef f(name):\n    return os.environ[name.upper()]\n")
    assert (program.config_reads, unresolved_of(program)) == (
        (),
        ["shop.py:3 environment variable with a computed name"],
    )


def stored(read: ConfigRead) -> str:
    secret = " secret" if read.is_secret else ""
    place = f"{read.function} {read.location.line}"
    return f"{read.store} {read.key} {place} {read.default}{secret}"


HEAD = "import os, decouple, environ, environs, flask, boto3, jwt\n"
HEAD += "from django.conf import settings\nfrom pydantic_settings import BaseSettings\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "c = flask.current_app\ndef f():\n    return c.config['A'], c.config.get('B', 1)",
            ["flask A shop:f 6 None", "flask B shop:f 6 1"],
            id="Flask",
        ),
        pytest.param(
            "def f():\n    return settings.A, getattr(settings, 'B', 5)",
            ["django A shop:f 5 None", "django B shop:f 5 5"],
            id="Django",
        ),
        pytest.param(
            "A = decouple.config('A', default='x', cast=str)\nB = decouple.config('B')",
            ["environment A shop: 4 'x'", "environment B shop: 5 None"],
            id="decouple",
        ),
        pytest.param(
            "env = environ.Env(D=(bool, False))\nenv('A')\nenv.bool('B', default=True)\nenv('D')\n"
            "env.db()",
            [
                "environment A shop: 5 None",
                "environment B shop: 6 True",
                "environment D shop: 7 False",
                "environment DATABASE_URL shop: 8 None",
            ],
            id="django-environ",
        ),
        pytest.param(
            "env = environs.Env()\nenv.int('A', 3)\nenv('B')",
            ["environment A shop: 5 3", "environment B shop: 6 None"],
            id="environs",
        ),
        pytest.param(
            "class S(BaseSettings):\n    model_config = {'env_prefix': 'shop_'}\n    name: str\n"
            "    port: int = 25\n    def url(self): ...\ns = S()\ndef f():\n"
            "    return s.port, s.url()",
            [
                "pydantic SHOP_NAME shop:S 6 None",
                "pydantic SHOP_PORT shop:S 7 25",
                "pydantic SHOP_PORT shop:f 11 25",
            ],
            id="pydantic",
        ),
        pytest.param(
            "e = os.environ\nboto3.client('s3', aws_secret_access_key=e['A'], region_name=e['B'])",
            ["environment A shop: 5 None secret", "environment B shop: 5 None"],
            id="secret of a parameter",
        ),
        pytest.param(
            "K = os.environ['A'].encode()\ndef f():\n    jwt.encode({}, K)",
            ["environment A shop: 4 None secret"],
            id="secret through a variable",
        ),
        pytest.param(
            "app = flask.Flask('x')\napp.config['SECRET_KEY'] = os.environ['A']\n"
            "app.config['NAME'] = os.environ['B']",
            ["environment A shop: 5 None secret", "environment B shop: 6 None"],
            id="secret of a framework",
        ),
        pytest.param(
            "def f():\n    jwt.encode({}, settings.JWT)\n    return settings.TOKEN_TIME",
            ["django JWT shop:f 5 None secret", "django TOKEN_TIME shop:f 6 None"],
            id="secret of Django's settings",
        ),
        pytest.param(
            "class S(BaseSettings):\n    key: str = 'x'\n    name: str = 'x'\ns = S()\n"
            "def f():\n    jwt.encode({'n': s.name}, s.key.encode())",
            [
                "pydantic KEY shop:S 5 'x' secret",
                "pydantic NAME shop:S 6 'x'",
                "pydantic KEY shop:f 9 'x' secret",
                "pydantic NAME shop:f 9 'x'",
            ],
            id="secret of a settings class",
        ),
        pytest.param(
            "import requests\nT = os.environ['T']\nN = os.environ['N']\ndef f():\n"
            "    requests.get(N, headers={'Authorization': f'Bearer {T}', 'X-Name': N})",
            ["environment N shop: 6 None", "environment T shop: 5 None secret"],
            id="secret in a header",
        ),
    ],
)
def test_stores_and_secrets(source: str, expected: list[str]) -> None:
    reads = program_of_one(f"{HEAD}{source}").config_reads
    assert [stored(read) for read in reads] == sorted(expected, key=lambda s: s.split()[1:])


def test_the_variable_behind_a_secret_setting_is_one() -> None:
    program = program_of(
        {
            "shop/settings.py": """\
                import os
                INSTALLED_APPS = ["shop"]
                SECRET_KEY = os.environ["KEY"]
                DATABASES = {"default": {"PASSWORD": os.environ.get("PW"), "CONN_MAX_AGE": 60}}
                API = os.environ["API"]
                NAME = "x"
                if os.environ.get("NAMED"):
                    NAME = "y"
                """,
            "shop/use.py": """\
                import hmac
                from django.conf import settings
                def sign(text):
                    return hmac.new(settings.API.encode(), text)
                """,
        }
    )
    assert [stored(read) for read in program.config_reads] == [
        "environment API shop.settings: 5 None secret",
        "django API shop.use:sign 4 None secret",
        "environment KEY shop.settings: 3 None secret",
        "environment NAMED shop.settings: 7 None",
        "environment PW shop.settings: 4 None secret",
    ]
    secrets = [setting.key for setting in program.settings if setting.is_secret]
    assert secrets == ["API", "DATABASES.default.PASSWORD", "SECRET_KEY"]
    assert [f"{s.key} {s.value} {s.holder} {s.location}" for s in program.settings] == [
        "API  shop.settings: shop/settings.py:5",
        "DATABASES  shop.settings: shop/settings.py:4",
        "DATABASES.default  shop.settings: shop/settings.py:4",
        "DATABASES.default.CONN_MAX_AGE 60 shop.settings: shop/settings.py:4",
        "DATABASES.default.PASSWORD  shop.settings: shop/settings.py:4",
        "INSTALLED_APPS  shop.settings: shop/settings.py:2",
        "INSTALLED_APPS.0 'shop' shop.settings: shop/settings.py:2",
        "NAME 'x' shop.settings: shop/settings.py:6",
        "NAME 'y' shop.settings: shop/settings.py:8",
        "SECRET_KEY  shop.settings: shop/settings.py:3",
    ]


def test_settings_of_flask_and_celery() -> None:
    program = program_of(
        {
            "shop/app.py": """\
                from celery import Celery
                from flask import Flask
                app = Flask(__name__)
                app.config.from_object("shop.config.Production")
                app.config.update(A=1, B="x")
                app.config.from_mapping({"C": None})
                app.config["D"] = [1]
                queue = Celery()
                queue.conf.task_acks_late = True
                queue.conf.update(result_expires=60)
                """,
            "shop/config.py": """\
                class Base:
                    DEBUG = False
                class Production(Base):
                    PORT = 80
                    name = "not a setting"
                """,
        }
    )
    assert [f"{s.key} {s.value} {s.holder} {s.location.line}" for s in program.settings] == [
        "A 1 shop.app: 5",
        "B 'x' shop.app: 5",
        "C None shop.app: 6",
        "D  shop.app: 7",
        "D.0 1 shop.app: 7",
        "DEBUG False shop.config:Base 2",
        "PORT 80 shop.config:Production 4",
        "result_expires 60 shop.app: 10",
        "task_acks_late True shop.app: 9",
    ]


def test_dictionaries_of_dictionaries_are_listed_from_the_outside_and_not_without_end() -> None:
    inner = ", ".join(f"'k{n}': n{n % 2}" for n in range(60))
    program = program_of(
        {
            "shop/settings.py": f"""\
                INSTALLED_APPS = []
                n0 = {{{inner.replace("n0", "1").replace("n1", "2")}}}
                n1 = {{{inner.replace("n1", "n0")}}}
                LOOKED_UP = {{{inner}}}
                """,
        }
    )
    keys = [s.key for s in program.settings if s.key.startswith("LOOKED_UP")]
    assert len(keys) == 1 + 1000
    assert {f"LOOKED_UP.k{n}" for n in range(60)} <= set(keys)
