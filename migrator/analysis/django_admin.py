"""Django: the URLs of an admin site that the project adds; those of Django are left out.

https://docs.djangoproject.com/en/stable/ref/contrib/admin/#hooking-adminsite-instances-into-your-urlconf
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrator.analysis.django_patterns import Pattern, made_at
from migrator.analysis.interpreter.django_admin import is_site
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event, External, Instance, Member, Value

SITE = ".admin.site.urls"
INHERITED = (".AdminSite.get_urls", "Admin.get_urls")


class Sites:
    """An ``Expander`` of ``admin.site.urls`` and of what ``super().get_urls()`` gives."""

    def __init__(self, log: Log) -> None:
        self._added = log.admin_urls

    def __call__(self, value: Value) -> Iterable[Pattern] | None:
        """Return what is added to a site, or to a page of it; None for what is neither."""
        match value:
            case External(name=name) if name.endswith(SITE):
                return self._of(None)
            case Member(receiver=Instance() as site, name="urls") if is_site(site):
                return self._of(site)
            case Instance(kind=External(name=name), origin=Event(receiver=owner)) if name.endswith(
                INHERITED
            ):
                is_whole = isinstance(owner, Instance) and is_site(owner)
                return self._models(owner) if is_whole else ()
        return None

    def _of(self, site: Instance | None) -> Iterator[Pattern]:
        """Yield what the site itself adds; that leads to its models' where it calls ``super``."""
        own = [one for one in self._added if one.site is site and one.path == "" and one.urls]
        for one in own:
            yield Pattern(("",), made_at(one.event), below=one.urls)
        if not own:
            yield from self._models(site)

    def _models(self, site: Value | None) -> Iterator[Pattern]:
        for one in self._added:
            if one.site is site and one.path != "":
                texts = () if one.path is None else (one.path,)
                yield Pattern(texts, made_at(one.event), below=one.urls)
