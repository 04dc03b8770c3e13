"""Cases of data/transaction-across: what a commit ends."""

from shop.customers.names import forget, rename
from shop.database import session
from shop.orders.sql import Receipt


def answer(request, pk):
    session.add(Receipt(number=pk))
    rename("somebody")
    # finding: data/transaction-across
    session.commit()
    session.add(Receipt(number=pk + 1))
    # ok: data/transaction-across
    session.commit()
    forget()
    session.add(Receipt(number=pk + 2))
    # ok: data/transaction-across
    session.commit()
