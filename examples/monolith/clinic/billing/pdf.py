"""Very small PDF writer for invoices: one page, Helvetica, text only.

reportlab was too heavy for the old server. Good enough for the front desk; the
accountants use the CSV.
"""
from clinic.billing.money import show

PAGE = (595, 842)


def _escape(text):
    text = str(text).replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return text.encode("cp1252", "replace").decode("cp1252")


def _content(lines):
    out = ["BT", "/F1 10 Tf", "50 790 Td", "14 TL"]
    for line in lines:
        out.append("(%s) Tj T*" % _escape(line))
    out.append("ET")
    return "\n".join(out).encode("cp1252", "replace")


def build(lines):
    content = _content(lines)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 5 0 R "
         "/Resources << /Font << /F1 4 0 R >> >> >>" % PAGE).encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
    ]
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def invoice_lines(invoice, clinic_name, taxes):
    patient = invoice.patient
    lines = [clinic_name, "", "Invoice %s" % invoice.number,
             "Patient: %s %s (%s)" % (patient.first_name, patient.last_name, patient.mrn)]
    if invoice.issued_on:
        lines.append("Date: %s   Due: %s" % (invoice.issued_on, invoice.due_on))
    else:
        lines.append("DRAFT")
    lines.append("")
    for line in invoice.lines:
        lines.append("%3d x  %-14s %s   %s" % (line.quantity, line.code, line.description,
                                               show(line.net_cents, invoice.currency)))
    lines.append("")
    for row in taxes:
        lines.append("Tax %s %%: %s" % (row["rate"], show(row["tax_cents"], invoice.currency)))
    lines.append("Total: %s" % show(invoice.total_cents, invoice.currency))
    return lines


def render_invoice(invoice, clinic_name, taxes):
    return build(invoice_lines(invoice, clinic_name, taxes))
