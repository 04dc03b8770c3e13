"""Each remedy: what it changes, what it leaves because it is not certain."""

import textwrap

import pytest

from migrator.generation.codemods.log_files import log_to_stream
from migrator.generation.codemods.mapping import Spot, changes, moved
from migrator.generation.codemods.scratch_files import move_scratch_files
from migrator.generation.codemods.timeouts import add_timeouts


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("requests.get", "r = requests.get(URL)\n", "r = requests.get(URL, timeout=(3, 10))\n"),
        (
            "requests.api.post",
            "post( URL ,json=x )  # why\n",
            "post( URL ,json=x, timeout=(3, 10) )  # why\n",
        ),
        (
            "requests.post",
            "r = requests.post(\n    URL,\n    json=x,\n)\n",
            "r = requests.post(\n    URL,\n    json=x,\n    timeout=(3, 10),\n)\n",
        ),
        ("urllib.request.urlopen", "urlopen(URL).read()\n", "urlopen(URL, timeout=10).read()\n"),
        ("urllib.request.urlopen", "urlopen(URL, None, 5)\n", ""),
        ("requests.get", "requests.get(URL, **options)\n", ""),
        ("requests.get", "requests.get(*given)\n", ""),
        ("requests.get", "requests.get(A), requests.get(B)\n", ""),
        ("requests.get", "requests.get(URL, timeout=None)\n", ""),
        ("requests.Session.get", "session.get(URL)\n", ""),
        ("httpx.get", "httpx.get(URL)\n", ""),
        ("requests.get", "\nrequests.get(URL)\n", ""),
    ],
)
def test_timeouts(name: str, before: str, after: str) -> None:
    assert add_timeouts(before, [Spot(1, name)]) == (after or before)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "logging.FileHandler",
            "import logging\nh = logging.FileHandler('a.log', mode='a')  # x\n",
            "import logging\nh = logging.StreamHandler()  # x\n",
        ),
        (
            "logging.handlers.RotatingFileHandler",
            "import logging\nh = RotatingFileHandler(\n    'a.log',\n    maxBytes=9,\n)\n",
            "import logging\nh = logging.StreamHandler()\n",
        ),
        (
            "logging.basicConfig",
            "import logging\nlogging.basicConfig(level=1, filename='a', filemode='w')\n",
            "import logging\nlogging.basicConfig(level=1)\n",
        ),
        ("logging.basicConfig", "import logging\nlogging.basicConfig(level=1)\n", ""),
        (
            "logging.handlers.RotatingFileHandler",
            "from logging.handlers import RotatingFileHandler\nh = RotatingFileHandler('a')\n",
            "",  # there is no name `logging`
        ),
        (
            "logging.FileHandler",
            "import logging\nh = logging.FileHandler('a')\nprint(h.baseFilename)\n",
            "",
        ),
        ("logging.handlers.SysLogHandler", "import logging\nh = SysLogHandler()\n", ""),
    ],
)
def test_log_files(name: str, before: str, after: str) -> None:
    assert log_to_stream(before, [Spot(2, name)]) == (after or before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            """\
            def export():
                with open("out.csv", "w") as f:
                    f.write("out")
                return send_file('out.csv', download_name="orders.csv")
            """,
            """\
            def export():
                with open("/tmp/out.csv", "w") as f:
                    f.write("out")
                return send_file('/tmp/out.csv', download_name="orders.csv")
            """,
            id="written and sent",
        ),
        pytest.param(
            """\
            def export():
                open("out.csv", "w").close()
                return {"file": "out.csv"}
            """,
            "",
            id="told to somebody",
        ),
        pytest.param(
            """\
            def export():
                open("out.csv", "w").close()
                #
            def read():
                return open("out.csv").read()
            """,
            "",
            id="read by another function",
        ),
    ],
)
def test_scratch_files(before: str, after: str) -> None:
    code = textwrap.dedent(before)
    expected = textwrap.dedent(after) or code
    assert move_scratch_files(code, [Spot(1, "out.csv", 4)]) == expected


@pytest.mark.parametrize("path", ["/var/out.csv", "data/out.csv", "{}", ""])
def test_only_plain_names_are_scratch_files(path: str) -> None:
    code = f'def f():\n    open("{path}", "w")\n'
    assert move_scratch_files(code, [Spot(1, path, 2)]) == code


def test_spots_move_with_their_lines() -> None:
    before, after = "a\nb\nc\nd\n", "b\nchanged\nd\n"
    spots = [Spot(2, "x"), Spot(3, "gone"), Spot(4, "y", 6)]
    assert moved(spots, before, after) == [Spot(1, "x"), Spot(3, "y", 5)]
    assert list(changes(before, "a\nc\nd\n")) == [(2, "b", "")]
