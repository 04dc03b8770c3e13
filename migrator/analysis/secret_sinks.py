"""Where secrets go: parameters of libraries, and settings that frameworks use as keys themselves.

https://boto3.amazonaws.com/v1/documentation/api/latest/guide/credentials.html
https://pyjwt.readthedocs.io/en/stable/api.html
https://itsdangerous.palletsprojects.com/en/stable/serializer/
https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls
https://docs.djangoproject.com/en/stable/ref/settings/
https://flask.palletsprojects.com/en/stable/config/#builtin-configuration-values
"""

from __future__ import annotations

import re

# Parameters of what is not the project's that take a secret, whatever is called.
PARAMETERS = frozenset(
    {
        *(
            "password",
            "passwd",
            "secret",
            "secret_key",
            "secretkey",
            "client_secret",
            "api_secret",
        ),
        *("api_key", "apikey", "auth_token", "access_token", "bearer_token", "private_key"),
        *("aws_secret_access_key", "aws_session_token", "consumer_secret", "webhook_secret"),
        *("signing_key", "encryption_key", "secret_access_key", "app_secret", "key_secret"),
        *(
            "auth_key",
            "api_token",
            "bot_token",
            "access_key_secret",
            "bind_password",
            "smtp_password",
        ),
    }
)
SIGNERS = (
    *("Serializer", "TimedSerializer", "URLSafeSerializer", "URLSafeTimedSerializer"),
    *("Signer", "TimestampSigner", "JSONWebSignatureSerializer"),
    "TimedJSONWebSignatureSerializer",
)
# Positions and keywords of parameters that take one, by what is called.
SINKS: dict[str, tuple[tuple[int, str], ...]] = {
    **{f"itsdangerous.{name}": ((0, "secret_key"),) for name in SIGNERS},
    **{f"itsdangerous.url_safe.{name}": ((0, "secret_key"),) for name in SIGNERS},
    **{
        f"{jwt}.{name}": ((1, "key"),)
        for jwt in ("jwt", "jose.jwt")
        for name in ("encode", "decode")
    },
    "authlib.jose.jwt.encode": ((2, "key"),),
    "authlib.jose.jwt.decode": ((1, "key"),),
    "hmac.new": ((0, "key"),),
    "hmac.digest": ((0, "key"),),
    "hmac.HMAC": ((0, "key"),),
    "hmac.compare_digest": ((0, "a"), (1, "b")),
    "secrets.compare_digest": ((0, "a"), (1, "b")),
    "django.utils.crypto.constant_time_compare": ((0, "val1"), (1, "val2")),
    "cryptography.fernet.Fernet": ((0, "key"),),
    "smtplib.SMTP.login": ((1, "password"),),
    "smtplib.SMTP_SSL.login": ((1, "password"),),
    "imaplib.IMAP4_SSL.login": ((1, "password"),),
    "ftplib.FTP.login": ((1, "passwd"),),
    "ftplib.FTP": ((2, "passwd"),),
    "paramiko.SSHClient.connect": ((3, "password"),),
    "ldap3.Connection": ((2, "password"),),
    "requests.auth.HTTPBasicAuth": ((1, "password"),),
    "httpx.BasicAuth": ((1, "password"),),
    "aiohttp.BasicAuth": ((1, "password"),),
    "twilio.rest.Client": ((1, "password"),),
    "slack_sdk.WebClient": ((0, "token"),),
    "slack_sdk.web.async_client.AsyncWebClient": ((0, "token"),),
    "sendgrid.SendGridAPIClient": ((0, "api_key"),),
    "github.Github": ((0, "login_or_token"), (1, "password")),
    "gitlab.Gitlab": ((1, "private_token"),),
    "telegram.Bot": ((0, "token"),),
    "minio.Minio": ((2, "secret_key"),),
    "stripe.Webhook.construct_event": ((2, "secret"),),
    "sqlalchemy.create_engine": ((0, "url"),),
    "sqlalchemy.engine.create_engine": ((0, "url"),),
    "sqlalchemy.ext.asyncio.create_async_engine": ((0, "url"),),
    "sqlmodel.create_engine": ((0, "url"),),
    "databases.Database": ((0, "url"),),
    "dj_database_url.parse": ((0, "url"),),
    "psycopg2.connect": ((0, "dsn"),),
    "psycopg.connect": ((0, "conninfo"),),
    "asyncpg.connect": ((0, "dsn"),),
    "asyncpg.create_pool": ((0, "dsn"),),
    "pymongo.MongoClient": ((0, "host"),),
    "motor.motor_asyncio.AsyncIOMotorClient": ((0, "host"),),
    # Written attributes.
    "flask.Flask.secret_key=": ((0, ""),),
    "stripe.api_key=": ((0, ""),),
    "openai.api_key=": ((0, ""),),
}
MEMBERS = tuple(dict.fromkeys(name.rpartition(".")[2] for name in SINKS))
# Who is sent the password of ``auth=("user", "password")`` and the headers that hold one.
HTTP = ("requests.", "httpx.", "aiohttp.", "urllib.request.Request", "urllib3.")
HEADERS = frozenset({"authorization", "x-api-key", "api-key", "private-token", "x-auth-token"})
# Settings that hold secrets by what frameworks and their extensions do with them.
OF_DJANGO = re.compile(
    r"SECRET_KEY|SECRET_KEY_FALLBACKS(?:\.\d+)?|DATABASES\.\w+\.PASSWORD|EMAIL_HOST_PASSWORD"
    r"|AWS_(?:S3_)?SECRET_ACCESS_KEY|AWS_(?:S3_)?SESSION_TOKEN|SIMPLE_JWT\.SIGNING_KEY"
    r"|MAILERS\.\w+\.OPTIONS\.password|SOCIAL_AUTH_\w+_SECRET|SOCIALACCOUNT_PROVIDERS(?:\.\w+)+\.secret"
)
OF_FLASK = re.compile(
    r"SECRET_KEY|SECRET_KEY_FALLBACKS(?:\.\d+)?|JWT_SECRET_KEY|JWT_PRIVATE_KEY|WTF_CSRF_SECRET_KEY"
    r"|SECURITY_PASSWORD_SALT|SQLALCHEMY_DATABASE_URI|SQLALCHEMY_BINDS\.\w+|MAIL_PASSWORD"
    r"|RECAPTCHA_PRIVATE_KEY|\w+_CLIENT_SECRET|MONGO_URI|CACHE_REDIS_PASSWORD"
)
