import pytest

from tests.analysis.programs import program_of_one

HEAD = "import os, requests, httpx, aiohttp, smtplib, stripe, redis, openai, urllib.request\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "requests.get('https://api.shop.com/x')", ["api.shop.com requests.get "], id="requests"
        ),
        pytest.param(
            "requests.post(url='http://a.b:8000', timeout=(3, 10))",
            ["a.b requests.post (3, 10)"],
            id="keywords",
        ),
        pytest.param(
            "requests.request('GET', 'https://u:p@a.b/x?y', timeout=2.5)",
            ["a.b requests.request 2.5"],
            id="method by name",
        ),
        pytest.param("requests.get(url)", [" requests.get "], id="unknown host"),
        pytest.param(
            "requests.get('https://a.b', timeout=url)",
            ["a.b requests.get computed"],
            id="computed",
        ),
        pytest.param(
            "requests.get('https://a.b', **url)", ["a.b requests.get computed"], id="options"
        ),
        pytest.param(
            "requests.get('https://a.b', timeout=None)", ["a.b requests.get "], id="no time-out"
        ),
        pytest.param(
            "requests.get(f'https://a.b/{url}')", ["a.b requests.get "], id="part of an address"
        ),
        pytest.param(
            "requests.get(f'https://{url}.a.b/x')", [" requests.get "], id="part of a host"
        ),
        pytest.param(
            "requests.get(f'https://a.b:{url}/x')", ["a.b requests.get "], id="computed port"
        ),
        pytest.param(
            "requests.get(os.environ.get('API', 'https://a.b') + '/x')",
            ["a.b requests.get "],
            id="default of a setting",
        ),
        pytest.param(
            "s = requests.Session()\ns.get('https://a.b', timeout=1)",
            ["a.b requests.Session.get 1"],
            id="session",
        ),
        pytest.param("httpx.get('https://a.b')", ["a.b httpx.get 5"], id="httpx waits 5 seconds"),
        pytest.param(
            "c = httpx.Client(base_url='https://a.b', timeout=httpx.Timeout(9))\nc.get('/x')",
            ["a.b httpx.Client.get 9"],
            id="client with a base and a time-out",
        ),
        pytest.param(
            "async def g():\n    async with aiohttp.ClientSession() as s:\n"
            "        await s.get('https://a.b')\ng()",
            ["a.b aiohttp.ClientSession.get 300"],
            id="aiohttp",
        ),
        pytest.param(
            "urllib.request.urlopen(urllib.request.Request('https://a.b'), timeout=4)",
            ["a.b urllib.request.urlopen 4"],
            id="urllib",
        ),
        pytest.param(
            "smtplib.SMTP('mail.shop.com', 25)", ["mail.shop.com smtplib.SMTP "], id="mail"
        ),
        pytest.param(
            "redis.from_url('redis://:pw@cache:6379/0')", ["cache redis.from_url "], id="redis"
        ),
        pytest.param(
            "stripe.Customer.create(x=1)\nstripe.error.CardError()\nstripe.api_key = url",
            ["api.stripe.com stripe.Customer.create 80"],
            id="SDK",
        ),
        pytest.param(
            "openai.OpenAI(base_url='http://llm:8000/v1', timeout=7).chat.completions.create()",
            ["llm openai.OpenAI.chat.completions.create 7"],
            id="SDK with an address",
        ),
        pytest.param("requests.get.x = 1\nrequests.utils.quote('x')", [], id="no call"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    body = "".join(f"    {line}\n" for line in source.splitlines())
    calls = program_of_one(f"{HEAD}def f(url):\n{body}").outbound_calls
    assert [f"{call.host} {call.client} {call.timeout}" for call in calls] == expected
