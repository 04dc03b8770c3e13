from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from billing.views import Bill


def greeting():
    return "hello"


def signature(bill: "Bill"):
    return greeting()
