class Sku:
    regex = "[A-Z]{2}-[0-9]{3}"

    def to_python(self, value):
        return value.lower()

    def to_url(self, value):
        return value.upper()
