"""PDF over wkhtmltopdf, as used until 2020. The binary is no longer installed."""
import subprocess
import tempfile

from flask import render_template

from clinic.utils import site_name

WKHTMLTOPDF = "/usr/local/bin/wkhtmltopdf"
OPTIONS = ["--quiet", "--page-size", "A4", "--margin-top", "18mm", "--encoding", "utf-8"]


def render_pdf(html, landscape=False):
    args = [WKHTMLTOPDF] + OPTIONS
    if landscape:
        args += ["--orientation", "Landscape"]
    with tempfile.NamedTemporaryFile(suffix=".html") as src, \
            tempfile.NamedTemporaryFile(suffix=".pdf") as dst:
        src.write(html.encode("utf-8"))
        src.flush()
        subprocess.check_call(args + [src.name, dst.name])
        return dst.read()


def render_invoice_pdf(invoice):
    html = render_template("billing/invoice.html", invoice=invoice, taxes=[], documents=[],
                           site=site_name())
    return render_pdf(html)


def render_collective_pdf(invoices):
    # monthly print run of the front desk, replaced by e-mail
    pages = [render_template("billing/invoice.html", invoice=i, taxes=[], documents=[],
                             site=site_name()) for i in invoices]
    return render_pdf("<div style='page-break-after: always'></div>".join(pages))
