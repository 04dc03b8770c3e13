"""A headless Chromium that talks to nobody."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {1280: 900, 390: 844}  # a laptop, a phone: height by width

_OPTIONS = (
    "--no-sandbox",  # as root, in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("chromium is not installed: `make test` installs Debian's")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_OPTIONS))
        yield browser
        browser.close()


@contextmanager
def open_page(
    browser: Browser,
    *,
    width: int = 1280,
    scheme: str = "light",
    origin: str = "file:",
    expected: str | None = None,
) -> Iterator[Page]:
    """Open a page that has to be silent, but for ``expected``, and to load nothing but itself."""
    noises: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: noises.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: noises.append(str(error)))
    page.on(
        "request",
        lambda request: noises.append(request.url) if _is_outside(request.url, origin) else None,
    )
    yield page
    context.close()
    assert [noise for noise in noises if not expected or expected not in noise] == []


def _is_outside(url: str, origin: str) -> bool:
    return not url.startswith((origin, "data:", "blob:"))
