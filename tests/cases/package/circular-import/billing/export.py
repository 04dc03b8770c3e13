LINES = ("a", "b")

if __name__ == "__main__":
    # ok: package/circular-import
    from orders import listing

    print(listing.listing())
