import pytest

from migrator.analysis.path_templates import from_angles, from_braces, from_regex


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("/", "/"),
        ("/a/{name}/b", "/a/{name}/b"),
        (r"/a/{name:\d{3}}.{ext}", "/a/{name}.{ext}"),
        ("/a/{when:dt('%Y:%m')}", "/a/{when}"),
        (r"/{a:[0-9]{2,}}/{b}", "/{a}/{b}"),
    ],
)
def test_reads_braces(declared: str, expected: str) -> None:
    assert from_braces(declared) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("/a/<name>/b", "/a/{name}/b"),
        ("/a/<name:int>", "/a/{name}"),
        ("/a/<name:re:[a-z]+>.<ext>", "/a/{name}.{ext}"),
        (r"/a/<name:(?P<name>\d+)>", "/a/{name}"),
        ("/a/<:re:.*>", "/a/{wildcard}"),
    ],
)
def test_reads_angles(declared: str, expected: str) -> None:
    assert from_angles(declared) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("", ""),
        ("/", "/"),
        (r"^/a/?$", "/a"),
        (r"^orders/(?P<id>[0-9]+)/$", "orders/{id}/"),
        (r"/a/([0-9]+)/(?P<name>[^/)]+)/(.*)", "/a/{key}/{name}/{arg2}"),
        (r"/a\.json\Z", "/a.json"),
        (r"/(?:a|b)/c", "/(?:a|b)/c"),
        (r"/(?:a/)?c", "/(?:a/)?c"),
        (r"/(?:v/(\d+))/c", "/(?:v/{key})/c"),
        (r"/a/[a-z]+/.*", "/a/[a-z]+/.*"),
        (r"/a/(?P<name>(x|\)){2})?", "/a/{name}"),
        ("/a(?=/)", "/a(?=/)"),
        ("/a(", "/a{key}"),
        ("/a[", "/a["),
        ("/a\\", "/a\\"),
    ],
)
def test_reads_regular_expressions(declared: str, expected: str) -> None:
    assert from_regex(declared, ("key",)) == expected
