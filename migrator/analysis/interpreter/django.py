"""What Django makes of a project's names at run time: settings and installed applications.

https://docs.djangoproject.com/en/stable/topics/settings/
https://docs.djangoproject.com/en/stable/ref/applications/#application-registry
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from migrator.analysis.interpreter.attributes import OPTIONS
from migrator.analysis.interpreter.django_classes import has_table, is_app_config, is_model
from migrator.analysis.interpreter.django_labels import Labels
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.port import Interpreter
from migrator.analysis.interpreter.questions import short, text_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    ModuleValue,
    Values,
    join,
)
from migrator.model import facts

MARKS = frozenset({"INSTALLED_APPS", "ROOT_URLCONF"})  # what every settings module says


class Django:
    """What a running Django knows of the project: asked for only where the project asks."""

    def __init__(self, machine: Interpreter) -> None:
        self._machine = machine
        self._options: dict[ClassValue, Values] = {}
        self.labels = Labels(machine.modules.by_name)

    def setting(self, name: str) -> Values:
        """Return what ``settings.NAME`` may be: () where the settings modules do not say."""
        if not name.isupper():
            return ()
        modules = (self._machine.module_name(module, name) for module in self._modules)
        return join(*modules, *(cls.scope.names.get(name, ()) for cls in self._classes))

    def is_debug_off(self, module: str) -> bool:
        """Tell whether a URLconf is read as with ``DEBUG = False``: unless only True is said.

        https://docs.djangoproject.com/en/stable/howto/deployment/checklist/#debug
        """
        return module in self.urlconfs and not self._is_debugging

    def configs(self) -> Values:
        """Return what ``apps.get_app_configs()`` gives: the project's own applications."""
        return (Items("list", [(config,) for config in self._configs]),)

    def config(self, label: str) -> Values:
        """Return what ``apps.get_app_config(label)`` gives."""
        return tuple(c for c in self._configs if text_of(c.attributes["label"]) == label)

    def options(self, model: ClassValue) -> Values:
        """Return what ``Model._meta`` says of names: () where the class is no model.

        https://docs.djangoproject.com/en/stable/ref/models/options/
        """
        if not is_model(model):
            return ()
        if model not in self._options:
            label, name = self.labels.of(model), short(model.name)
            said = {"app_label": label, "model_name": name.lower(), "object_name": name}
            said |= {"label": f"{label}.{name}", "label_lower": f"{label}.{name.lower()}"}
            options = Instance(External(OPTIONS), model.location)
            options.attributes |= {key: (Known(text),) for key, text in said.items()}
            self._options[model] = (options,)
        return self._options[model]

    def models(self, config: Instance | None, label: str | None) -> tuple[ClassValue, ...]:
        """List the models that were run so far, of an application where one is meant."""
        if config is not None:
            label = text_of(config.attributes.get("label", ())) or ""
        classes = self._machine.log.classes.values()
        return tuple(
            cls for cls in classes if has_table(cls) and label in {None, self.labels.of(cls)}
        )

    @cached_property
    def urlconfs(self) -> frozenset[str]:
        """Name the modules that Django imports once all applications are loaded and ready."""
        everything = self._machine.modules.by_name.items()
        return frozenset(name for name, m in everything if _binds(m, frozenset({"urlpatterns"})))

    def first_modules(self) -> Iterator[str]:
        """Name what Django imports before all else: settings, applications, their models.

        Modules that import each other bind other names when they are run in another order.
        https://docs.djangoproject.com/en/stable/ref/applications/#how-applications-are-loaded
        """
        yield from self._modules
        named = [text_of(item) or "" for items in self._installed for item in items.items]
        packages = tuple(dict.fromkeys(self._package(name) for name in named))
        yield from (f"{name}.apps" for name in packages)
        yield from (f"{name}.models" for name in packages)

    def _package(self, name: str) -> str:
        """Return the package of an application: ``shop``, which ``shop.apps.ShopConfig`` means."""
        find = self._machine.modules.find
        return find(name) or find(name.rpartition(".")[0]).rpartition(".")[0]

    def ready(self) -> None:
        """Call what applications do when they are ready: plugins register themselves there."""
        for config in self._configs:
            cls = config.kind
            found = find_in_class(cls, "ready") or () if isinstance(cls, ClassValue) else ()
            for method in found:
                if isinstance(method, FunctionValue):
                    frame = self._machine.frame(method.scope, None, None, None)
                    line = config.location.line
                    self._machine.call(Bound(method, config), (), {}, frame, line)

    @cached_property
    def _modules(self) -> tuple[str, ...]:
        found = [name for name, m in self._machine.modules.by_name.items() if _binds(m, MARKS)]
        running = [name for name in found if "test" not in name]
        return tuple(sorted(running or found))

    @cached_property
    def _is_debugging(self) -> bool:
        """Tell whether all that is said of ``DEBUG`` is a plain ``True``."""
        modules = [self._machine.modules.by_name[name].body for name in self._modules]
        said = [
            statement.value
            for body in (*modules, *(cls.definition.body for cls in self._classes))
            for statement in body
            if isinstance(statement, facts.Assign) and facts.Name("DEBUG") in statement.targets
        ]
        return bool(said) and all(
            isinstance(value, facts.Constant) and value.value is True for value in said
        )

    @cached_property
    def _classes(self) -> tuple[ClassValue, ...]:
        """Settings that stand in classes.

        https://django-configurations.readthedocs.io/en/stable/#quickstart
        """
        found = [
            (module, statement.name)
            for module, read in sorted(self._machine.modules.by_name.items())
            for statement in read.body
            if isinstance(statement, facts.ClassDef) and _binds(statement, MARKS)
        ]
        values = [v for place in found for v in self._machine.module_name(*place)]
        return tuple(value for value in values if isinstance(value, ClassValue))

    @cached_property
    def _configs(self) -> tuple[Instance, ...]:
        classes: dict[ClassValue, None] = {}
        named = {text_of(item) or "" for items in self._installed for item in items.items}
        named = {name.rpartition(".")[0] for name in named}  # "shop.config.ShopConfig"
        for name in sorted(self._machine.modules.by_name):
            if not name.endswith(".apps") and name not in named:
                continue
            self._machine.run_module(name)
            for value in (v for vs in self._machine.scopes[name].names.values() for v in vs):
                if isinstance(value, ClassValue) and value.scope.module == name:
                    classes.setdefault(value)
        configs = [self._config(cls) for cls in classes if is_app_config(cls)]
        return tuple(config for config in configs if config is not None)

    def _config(self, cls: ClassValue) -> Instance | None:
        name = text_of(find_in_class(cls, "name") or ())
        if name is None or not self._is_installed(name, cls):
            return None
        config = self._machine.prototype(cls)
        label = find_in_class(cls, "label") or (Known(name.rpartition(".")[2]),)
        config.attributes.setdefault("label", label)
        config.attributes.setdefault("module", (ModuleValue(self._machine.modules.find(name)),))
        return config

    @property
    def _installed(self) -> list[Items]:
        return [value for value in self.setting("INSTALLED_APPS") if isinstance(value, Items)]

    def _is_installed(self, name: str, cls: ClassValue) -> bool:
        lists = self._installed
        installed = {text_of(item) for items in lists for item in items.items}
        dotted = cls.name.replace(":", ".")
        if "name" not in cls.scope.names:  # it stands in for the class that it derives from
            return dotted in installed
        if not lists or not all(items.is_whole for items in lists):
            return True
        return None in installed or name in installed or dotted in installed


def _binds(module: facts.ModuleFacts | facts.ClassDef, names: frozenset[str]) -> bool:
    return any(
        isinstance(target, facts.Name) and target.id in names
        for statement in module.body
        if isinstance(statement, facts.Assign)
        for target in statement.targets
    )
