import textwrap

from migrator.generation.mentions import mentioned
from tests.generation.shops import shop


def test_dotted_names_and_lists_of_settings() -> None:
    settings = """\
        INSTALLED_APPS = ["rest_framework", "shop.orders"] + ["corsheaders"]
        BACKEND = "django_redis.cache.RedisCache"
        names = ["not", "a", "setting"]
        TITLE = "word"
        def f():
            return "a sentence. And more."
        """
    program, _ = shop()
    assert mentioned(program, [textwrap.dedent(settings), "not Python ["]) == (
        "corsheaders",
        "django_redis",
        "rest_framework",
    )
