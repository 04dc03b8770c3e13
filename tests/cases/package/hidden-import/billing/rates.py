def rate(order):
    # finding: package/hidden-import
    from orders import totals

    return order * totals.base()
