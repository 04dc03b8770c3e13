from werkzeug.routing import BaseConverter, ValidationError


class MrnConverter(BaseConverter):
    """Medical record number: OC-000123 in URLs, 'OC-000123' in Python.

    Lower case is accepted because the barcode scanners at the front desk
    send what the keyboard layout gives them.
    """

    regex = r"[Oo][Cc]-\d{6}"

    def to_python(self, value):
        if value[3:] == "000000":
            raise ValidationError()
        return value.upper()

    def to_url(self, value):
        return str(value).upper()
