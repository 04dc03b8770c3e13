from billing import rates


def total(order):
    return rates.rate(order)


def base():
    return 10
