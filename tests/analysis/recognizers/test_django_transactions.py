import pytest

from tests.analysis.programs import program_of_one, unresolved_of

HEAD = """\
from django.db import transaction
from django.utils.decorators import method_decorator
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def f():\n    with transaction.atomic():\n        if f:\n            g()\n    h()",
            ["block shop:f 4-6 django.db.transaction.atomic"],
            id="with",
        ),
        pytest.param(
            "def f(many):\n    for i in many:\n        with transaction.atomic(using='x') as t:\n"
            "            g(\n                1)\n            pass",
            ["block shop:f 5-6 django.db.transaction.atomic"],
            id="with in a loop",
        ),
        pytest.param(
            "@transaction.atomic\ndef f():\n    pass",
            ["function shop:f 4-5 django.db.transaction.atomic"],
            id="decorator",
        ),
        pytest.param(
            "@transaction.atomic(using='x')\ndef f():\n    pass",
            ["function shop:f 4-5 django.db.transaction.atomic"],
            id="decorator with options",
        ),
        pytest.param(
            "@method_decorator(transaction.atomic, name='post')\nclass V:\n"
            "    def post(self):\n        pass",
            ["function shop:V.post 5-6 django.db.transaction.atomic"],
            id="decorator of a class",
        ),
        pytest.param(
            "class V:\n    @method_decorator(transaction.atomic)\n"
            "    def post(self):\n        pass",
            ["function shop:V.post 5-6 django.db.transaction.atomic"],
            id="decorator of a method",
        ),
        pytest.param(
            "def f():\n    transaction.commit()\n    transaction.on_commit(print)",
            [
                "commit shop:f 4-4 django.db.transaction.commit",
                "after shop:f 5-5 django.db.transaction.on_commit",
            ],
            id="calls",
        ),
        pytest.param(
            "def f():\n    transaction.on_commit(\n        lambda: print(\n            len('')))",
            ["after shop:f 4-6 django.db.transaction.on_commit"],
            id="lambda over several lines",
        ),
        pytest.param(
            "DATABASES = {'default': {'ENGINE': 'x', 'ATOMIC_REQUESTS': True}}",
            ["request shop: 3-3 ATOMIC_REQUESTS"],
            id="setting",
        ),
        pytest.param(
            "DATABASES = {'default': {}}\nDATABASES['default']['ATOMIC_REQUESTS'] = True",
            ["request shop: 3-3 ATOMIC_REQUESTS"],
            id="setting that is added",
        ),
        pytest.param("DATABASES = {'default': {'ATOMIC_REQUESTS': False}}", [], id="not set"),
    ],
)
def test_finds_transactions(source: str, expected: list[str]) -> None:
    program = program_of_one(HEAD + source)
    assert [
        f"{found.kind} {found.function} {found.location.line}-{found.end_line} {found.name}"
        for found in program.transactions
    ] == expected


def test_says_where_it_is_computed() -> None:
    source = "from x import env\nDATABASES = {'default': {'ATOMIC_REQUESTS': env('A')}}"
    assert unresolved_of(program_of_one(source)) == [
        "shop.py:2 ATOMIC_REQUESTS whose value is computed"
    ]
