"""Django: URL patterns that start with the language.

https://docs.djangoproject.com/en/stable/topics/i18n/translation/#language-prefix-in-url-patterns
"""

from collections.abc import Iterable

from migrator.analysis.django_patterns import Pattern, made_at
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, External, Instance, Items, Known, Value

OFF = Known(False)
DEFAULT = "en-us"  # https://docs.djangoproject.com/en/stable/ref/settings/#language-code


class Languages:
    """An ``Expander`` of ``i18n_patterns``: what is below starts with the site's own language.

    Any other of ``LANGUAGES`` leads to the same views; Django lists them as it is read here.
    """

    def __init__(self, log: Log) -> None:
        scopes = (*log.scopes.values(), *(cls.scope for cls in log.classes.values()))
        settings = [scope.names for scope in scopes if "ROOT_URLCONF" in scope.names]
        codes = {text_of((v,)) for names in settings for v in names.get("LANGUAGE_CODE", ())}
        self._codes = sorted(code for code in codes if code)
        self._is_translated = all(OFF not in names.get("USE_I18N", ()) for names in settings)

    def __call__(self, value: Value) -> Iterable[Pattern] | None:
        """Return the pattern that ``i18n_patterns`` makes; None for what is none."""
        match value:
            case Instance(kind=External(name=name), origin=Event() as event) if name.endswith(
                ".i18n_patterns"
            ):
                said = event.keywords.get("prefix_default_language", ())
                is_bare = OFF in said or not self._is_translated
                codes = ("",) if is_bare else self._codes or (DEFAULT,)
                below = Items("list", list(event.args))
                texts = tuple(f"{code}/" if code else "" for code in codes)
                return (Pattern(texts, made_at(event), below=(below,)),)
        return None
