"""Preview images. SVG cards with type and size; rendering real pages needed
ImageMagick and took the server down twice."""
from xml.sax.saxutils import escape

# (document id, width) -> svg bytes. Never emptied, a restart does that.
THUMBNAILS = {}

COLOURS = {"application/pdf": "#b3261e", "image/png": "#2e7d32", "image/jpeg": "#2e7d32",
           "text/plain": "#455a64", "text/csv": "#00695c", "application/dicom": "#283593"}

SVG = ('<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}">'
       '<rect width="{w}" height="{h}" rx="4" fill="{colour}"/>'
       '<text x="8" y="24" fill="#fff" font-size="14">{title}</text>'
       '<text x="8" y="{low}" fill="#fff" font-size="11">{kind}, {size}</text></svg>')


def human_size(size):
    for unit in ("B", "KB", "MB"):
        if size < 1024 or unit == "MB":
            return "%d %s" % (size, unit)
        size = size // 1024


def render(document, width):
    height = width * 3 // 4
    title = document.title
    if len(title) > width // 9:
        title = title[:max(1, width // 9 - 1)] + "…"
    return SVG.format(
        w=width, h=height, low=height - 10, title=escape(title),
        colour=COLOURS.get(document.content_type, "#616161"),
        kind=escape(document.content_type.rsplit("/", 1)[-1]),
        size=human_size(document.size)).encode("utf-8")


def thumbnail(document, width=160):
    key = (document.id, width)
    if key not in THUMBNAILS:
        THUMBNAILS[key] = render(document, width)
    return THUMBNAILS[key]


def forget(document_id):
    for key in [k for k in THUMBNAILS if k[0] == document_id]:
        del THUMBNAILS[key]
