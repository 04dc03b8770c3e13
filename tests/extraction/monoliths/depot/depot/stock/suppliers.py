def names():
    return "acme"
