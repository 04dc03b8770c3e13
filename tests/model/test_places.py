import pytest

from migrator.model.places import Place, parse_place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shop/mail.py:41", Place("shop/mail.py", 41)),
        ("shop/mail.py:41 in shop.mail:send", Place("shop/mail.py", 41, "shop.mail:send")),
        (
            "shop/mail.py:41 in shop.mail:send (2 of 3)",
            Place("shop/mail.py", 41, "shop.mail:send", order=2, total=3),
        ),
        ("shop/mail.py:41 in shop.mail:send (4 of 3)", None),
        ("shop/mail.py:41 (1 of 3)", None),
        ("old shop/mail.py:4", Place("old shop/mail.py", 4)),
        ("shop.mail:Mailer.send", Place(symbol="shop.mail:Mailer.send")),
        ("shop.mail:", Place(symbol="shop.mail:")),
        ("shop.mail:send.<lambda1>", Place(symbol="shop.mail:send.<lambda1>")),
        ("shop.legacy.*", Place(modules="shop.legacy.*")),
        ("shop", Place(modules="shop")),
        ("shop/mail.py", None),
        ("shop/mail.py:41 of shop.mail:send", None),
        ("", None),
    ],
)
def test_forms(text: str, expected: Place | None) -> None:
    assert parse_place(text) == expected


@pytest.mark.parametrize(
    ("symbol", "name", "is_in"),
    [
        ("shop.mail:send", "shop.mail:send", True),
        ("shop.mail:Mailer", "shop.mail:Mailer.send", True),
        ("shop.mail:send", "shop.mail:sender", False),
        ("shop.mail:", "shop.mail:", True),
        ("shop.mail:", "shop.mail:send", False),
    ],
)
def test_a_symbol_holds_what_is_defined_in_it(symbol: str, name: str, is_in: bool) -> None:
    assert Place(symbol=symbol).has_symbol(name) is is_in


@pytest.mark.parametrize(
    ("modules", "name", "is_in"),
    [
        ("shop.mail", "shop.mail", True),
        ("shop", "shop.mail.queue", True),
        ("shop.*", "shop.mail.queue", True),
        ("shop.*", "shop", False),
        ("*.legacy", "shop.legacy", True),
        ("shop.mail", "shop.mailing", False),
    ],
)
def test_modules(modules: str, name: str, is_in: bool) -> None:
    assert Place(modules=modules).has_module(name) is is_in
