# finding: package/circular-import
from orders import totals


def rate(order):
    return order * totals.base()
