"""Money helpers.

Everything in the database is an integer number of cents. Calculations are done
in Decimal and rounded once, half up, the way the tax office wants it.
Documents and reports import this module too, so keep the signatures.
"""
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from clinic.utils import get_setting, money

CENT = Decimal("1")
HUNDRED = Decimal("100")

# Until 2019 we rounded half even. Invoices before CL-2019-0412 still carry it.
ROUNDING = ROUND_HALF_UP

TAX_CLASSES = {
    "exempt": "0",      # treatment, section 4 no. 14
    "reduced": "10",    # drugs handed out by the ward pharmacy
    "standard": "24",   # certificates, copies, private room
}


def to_cents(value):
    """"12.50", 12.5, Decimal("12.5") or "12,50" -> 1250."""
    if isinstance(value, bool):
        raise ValueError("not an amount: %r" % (value,))
    if isinstance(value, str):
        value = value.strip().replace(" ", "")
        if "," in value and "." not in value:
            value = value.replace(",", ".")
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("not an amount: %r" % (value,))
    return int((amount * HUNDRED).quantize(CENT, rounding=ROUNDING))


def to_decimal(cents):
    return (Decimal(cents or 0) / HUNDRED).quantize(Decimal("0.01"))


def round_cents(value):
    return int(Decimal(value).quantize(CENT, rounding=ROUNDING))


def tax_rate(tax_class):
    """Rate in percent. A setting TAX_STANDARD, TAX_REDUCED wins."""
    default = TAX_CLASSES.get(tax_class, "0")
    return Decimal(str(get_setting("TAX_" + tax_class.upper(), default) or default))


def tax_on(net_cents, tax_class):
    return round_cents(Decimal(net_cents) * tax_rate(tax_class) / HUNDRED)


def apply_factor(cents, factor):
    return round_cents(Decimal(cents) * Decimal(str(factor)))


def split_evenly(cents, parts):
    """Instalments: the remainder goes to the first ones."""
    if parts < 1:
        raise ValueError("parts must be 1 or more")
    base, rest = divmod(cents, parts)
    return [base + (1 if i < rest else 0) for i in range(parts)]


def show(cents, currency="EUR"):
    return money(cents or 0, currency)


# Old name, reports still use it.
format_cents = show


def dmark(cents):
    # needed for the reprints of the archive invoices
    return "%s DM" % (to_decimal(cents) * Decimal("1.95583")).quantize(Decimal("0.01"))
