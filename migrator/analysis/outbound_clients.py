"""Libraries that call other hosts: which of their calls do, and where host and time-out stand.

https://requests.readthedocs.io/en/latest/user/quickstart/#timeouts
https://www.python-httpx.org/advanced/timeouts/
https://docs.aiohttp.org/en/stable/client_quickstart.html#timeouts
https://docs.python.org/3/library/urllib.request.html#urllib.request.urlopen
https://redis.readthedocs.io/en/stable/connections.html
"""

from __future__ import annotations

from typing import NamedTuple


class Client(NamedTuple):
    """A function or method that calls another host.

    Attributes:
        address: position and keyword of the host or URL; of the object's own construction where
            ``is_made`` (``Session(base_url=…)``).
        timeout: position (-1: none) and keyword of the time-out.
        default: the time-out where none is said; empty where it then waits for ever.
        base: keyword of the construction that says where relative addresses start.
        is_host: whether ``address`` is the name of a host, not a URL.
    """

    address: tuple[int, str]
    timeout: tuple[int, str] = (-1, "timeout")
    default: str = ""
    base: str = ""
    is_host: bool = False


VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
HTTPX = "5"  # seconds
AIOHTTP = "300"


def _verbs(owner: str, client: Client) -> dict[str, Client]:
    other = client._replace(address=(1, "url"))
    return {
        **{f"{owner}.{verb}": client for verb in VERBS},
        **{f"{owner}.{name}": other for name in ("request", "stream")},
    }


REQUESTS = Client((0, "url"))
HTTPX_CALL = Client((0, "url"), default=HTTPX)
HTTPX_CLIENT = Client((0, "url"), default=HTTPX, base="base_url")
AIOHTTP_CLIENT = Client((0, "url"), default=AIOHTTP, base="base_url")


def _host(
    position: int = 0,
    keyword: str = "host",
    timeout: tuple[int, str] = (-1, "timeout"),
    default: str = "",
) -> Client:
    return Client((position, keyword), timeout, default, is_host=True)


CLIENTS: dict[str, Client] = {
    **_verbs("requests", REQUESTS),
    **_verbs("requests.api", REQUESTS),
    **_verbs("requests.Session", REQUESTS),
    **_verbs("requests.session", REQUESTS),
    **_verbs("requests.sessions.Session", REQUESTS),
    **_verbs("requests_oauthlib.OAuth2Session", REQUESTS),
    **_verbs("requests_oauthlib.OAuth1Session", REQUESTS),
    **_verbs("cloudscraper.create_scraper", REQUESTS),
    **_verbs("httpx", HTTPX_CALL),
    **_verbs("httpx.Client", HTTPX_CLIENT),
    **_verbs("httpx.AsyncClient", HTTPX_CLIENT),
    **_verbs("aiohttp.ClientSession", AIOHTTP_CLIENT),
    "aiohttp.ClientSession.ws_connect": AIOHTTP_CLIENT,
    "aiohttp.request": Client((1, "url"), default=AIOHTTP),
    "urllib.request.urlopen": Client((0, "url"), (2, "timeout")),
    "urllib.request.urlretrieve": Client((0, "url")),
    "urllib3.request": Client((1, "url")),
    "urllib3.PoolManager.request": Client((1, "url")),
    "urllib3.PoolManager.urlopen": Client((1, "url")),
    "urllib3.HTTPConnectionPool": _host(),
    "urllib3.HTTPSConnectionPool": _host(),
    "http.client.HTTPConnection": _host(),
    "http.client.HTTPSConnection": _host(),
    "xmlrpc.client.ServerProxy": Client((0, "uri")),
    "websockets.connect": Client((0, "uri"), (-1, "open_timeout"), "10"),
    "websocket.create_connection": Client((0, "url"), (1, "timeout")),
    "feedparser.parse": Client((0, "url_file_stream_or_string")),
    "smtplib.SMTP": _host(timeout=(3, "timeout")),
    "smtplib.SMTP_SSL": _host(),
    "smtplib.LMTP": _host(),
    "imaplib.IMAP4": _host(timeout=(2, "timeout")),
    "imaplib.IMAP4_SSL": _host(),
    "poplib.POP3": _host(timeout=(2, "timeout")),
    "poplib.POP3_SSL": _host(),
    "ftplib.FTP": _host(timeout=(4, "timeout")),
    "ftplib.FTP_TLS": _host(),
    "ftplib.FTP.connect": _host(timeout=(2, "timeout")),
    "paramiko.SSHClient.connect": _host(0, "hostname"),
    "paramiko.client.SSHClient.connect": _host(0, "hostname"),
    "pysftp.Connection": _host(),
    "asyncssh.connect": _host(timeout=(-1, "connect_timeout")),
    "ldap3.Server": _host(timeout=(-1, "connect_timeout")),
    "ldap.initialize": Client((0, "uri")),
    "socket.create_connection": _host(0, "address", (1, "timeout")),
    "redis.Redis": _host(timeout=(-1, "socket_timeout")),
    "redis.StrictRedis": _host(timeout=(-1, "socket_timeout")),
    "redis.asyncio.Redis": _host(timeout=(-1, "socket_timeout")),
    "redis.from_url": Client((0, "url"), (-1, "socket_timeout")),
    "redis.Redis.from_url": Client((0, "url"), (-1, "socket_timeout")),
    "redis.StrictRedis.from_url": Client((0, "url"), (-1, "socket_timeout")),
    "redis.asyncio.from_url": Client((0, "url"), (-1, "socket_timeout")),
    "redis.asyncio.Redis.from_url": Client((0, "url"), (-1, "socket_timeout")),
    "redis.ConnectionPool.from_url": Client((0, "url"), (-1, "socket_timeout")),
    "pymemcache.Client": _host(0, "server"),
    "pymemcache.client.base.Client": _host(0, "server"),
    "elasticsearch.Elasticsearch": Client((0, "hosts"), (-1, "request_timeout"), "10"),
    "elasticsearch.AsyncElasticsearch": Client((0, "hosts"), (-1, "request_timeout"), "10"),
    "opensearchpy.OpenSearch": Client((0, "hosts"), default="10"),
    "pymongo.MongoClient": Client((0, "host"), (-1, "socketTimeoutMS")),
    "pika.ConnectionParameters": _host(timeout=(-1, "socket_timeout"), default="10"),
    "kafka.KafkaProducer": _host(-1, "bootstrap_servers"),
    "kafka.KafkaConsumer": _host(-1, "bootstrap_servers"),
    "grpc.insecure_channel": _host(0, "target"),
    "grpc.secure_channel": _host(0, "target"),
    "grpc.aio.insecure_channel": _host(0, "target"),
    "grpc.aio.secure_channel": _host(0, "target"),
}


class Kit(NamedTuple):
    """A library that speaks to one host.

    Attributes:
        base: keyword of the client's construction that names another one.
        timeout: keyword of the construction.
    """

    host: str
    base: str = ""
    timeout: str = "timeout"
    default: str = ""


OPENAI = Kit("api.openai.com", "base_url", default="600")
ANTHROPIC = Kit("api.anthropic.com", "base_url", default="600")
# By how the names of what is called start. Functions and methods are calls; classes are not.
KITS: dict[str, Kit] = {
    "stripe": Kit("api.stripe.com", default="80"),
    "twilio.rest": Kit("api.twilio.com"),
    "slack_sdk.WebClient": Kit("slack.com", "base_url", default="30"),
    "slack_sdk.web": Kit("slack.com", "base_url", default="30"),
    "slack_sdk.webhook": Kit("hooks.slack.com", default="30"),
    "slack.WebClient": Kit("slack.com", "base_url", default="30"),
    "slacker.Slacker": Kit("slack.com"),
    "openai.OpenAI": OPENAI,
    "openai.AsyncOpenAI": OPENAI,
    "openai.ChatCompletion": OPENAI,
    "openai.Completion": OPENAI,
    "openai.Embedding": OPENAI,
    "openai.chat": OPENAI,
    "anthropic.Anthropic": ANTHROPIC,
    "anthropic.AsyncAnthropic": ANTHROPIC,
    "sendgrid.SendGridAPIClient": Kit("api.sendgrid.com"),
    "postmarker.core.PostmarkClient": Kit("api.postmarkapp.com"),
    "github.Github": Kit("api.github.com", "base_url", default="15"),
    "gitlab.Gitlab": Kit("gitlab.com", "url"),
    "braintree.BraintreeGateway": Kit("api.braintreegateway.com", default="60"),
    "razorpay.Client": Kit("api.razorpay.com"),
    "tweepy.API": Kit("api.twitter.com"),
    "pusher.Pusher": Kit("api.pusherapp.com", default="5"),
    "algoliasearch.search_client.SearchClient": Kit("algolia.net"),
    "google.cloud.storage": Kit("storage.googleapis.com"),
    "google.cloud.pubsub_v1": Kit("pubsub.googleapis.com"),
    "google.cloud.bigquery": Kit("bigquery.googleapis.com"),
    "firebase_admin.messaging": Kit("fcm.googleapis.com"),
    "firebase_admin.auth": Kit("identitytoolkit.googleapis.com"),
    "telegram.Bot": Kit("api.telegram.org", "base_url", default="5"),
    "intercom": Kit("api.intercom.io"),
    "mixpanel.Mixpanel": Kit("api.mixpanel.com"),
    "vonage.Client": Kit("api.nexmo.com"),
}
# What these libraries do without calling anybody.
LOCAL = frozenset(
    {
        *(
            "construct_event",
            "verify_header",
            "close",
            "init",
            "with_options",
            "with_raw_response",
        ),
        *("verify_signature", "from_dict", "to_dict", "from_service_account_json"),
        *("from_service_account_info", "bucket", "blob", "topic_path", "subscription_path", "get"),
        *("items", "keys", "values", "to_dict_recursive", "copy"),
    }
)
