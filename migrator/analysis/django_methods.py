"""Which methods the class-based views of Django and of Django REST framework answer.

https://docs.djangoproject.com/en/stable/ref/class-based-views/
"""

from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import ClassValue, External

READ = frozenset({"get"})
FORM = frozenset({"get", "post", "put"})
DELETE = frozenset({"get", "post", "delete"})
EDIT = frozenset({"put", "patch"})

# The end of a class's name -> what it answers. Packages that extend Django name their views after
# its own (``FilteredListView``, ``SingleTableView``), so the end of the name says what they do.
ENDINGS: dict[str, frozenset[str]] = {
    "RedirectView": frozenset({"get", "post", "put", "patch", "delete"}),
    "TemplateView": READ,
    "ListView": READ,
    "DetailView": READ,
    "ArchiveIndexView": READ,
    "ArchiveView": READ,
    "YearArchiveView": READ,
    "MonthArchiveView": READ,
    "WeekArchiveView": READ,
    "DayArchiveView": READ,
    "DoneView": READ,
    "CompleteView": READ,
    "TableView": READ,
    "FilterView": READ,
    "JavaScriptCatalog": READ,
    "JSONCatalog": READ,
    "FormView": FORM,
    "SearchView": FORM,  # https://django-haystack.readthedocs.io/en/latest/views_and_forms.html
    "CreateView": FORM,
    "UpdateView": FORM,
    "FormSetView": FORM,
    "FormsetView": FORM,
    "InlinesView": FORM,
    "ProcessFormView": FORM,
    "DeleteView": DELETE,
    "DeletionMixin": frozenset({"post", "delete"}),
    "LogoutView": frozenset({"post"}),
    "LoginView": FORM,
    "PasswordChangeView": FORM,
    "PasswordResetView": FORM,
    "PasswordResetConfirmView": FORM,
    # https://django-oauth-toolkit.readthedocs.io/en/latest/views/
    "AuthorizationView": FORM,
    "TokenView": frozenset({"post"}),
    "Registration": FORM,
    "Create": FORM,
    "Update": FORM,
    "Delete": DELETE,
    "List": READ,
    "Detail": READ,
    "WizardView": frozenset({"get", "post"}),
    # https://www.django-rest-framework.org/api-guide/generic-views/#concrete-view-classes
    "CreateAPIView": frozenset({"post"}),
    "ListAPIView": READ,
    "RetrieveAPIView": READ,
    "DestroyAPIView": frozenset({"delete"}),
    "UpdateAPIView": EDIT,
    "ListCreateAPIView": frozenset({"get", "post"}),
    "RetrieveUpdateAPIView": READ | EDIT,
    "RetrieveDestroyAPIView": frozenset({"get", "delete"}),
    "RetrieveUpdateDestroyAPIView": READ | EDIT | {"delete"},
    "APIRootView": READ,
    "SpectacularAPIView": READ,
    "SpectacularJSONAPIView": READ,
    "SpectacularYAMLAPIView": READ,
    "SpectacularSwaggerView": READ,
    "SpectacularRedocView": READ,
    "SchemaView": READ,
    "ObtainAuthToken": frozenset({"post"}),
    "TokenViewBase": frozenset({"post"}),
    "TokenBlacklistView": frozenset({"post"}),
    "TokenObtainPairView": frozenset({"post"}),
    "TokenRefreshView": frozenset({"post"}),
    "TokenVerifyView": frozenset({"post"}),
}
# What generic views of django-vanilla-views answer at most.
# https://django-vanilla-views.org/api/base-views/
VANILLA = frozenset({"get", "post"})
# Bases that answer nothing by themselves; a class of any other name may answer anything.
SILENT = ("Mixin", "View", "object", "ABC", "Generic", "AccessMixin")
LONGEST_FIRST = sorted(ENDINGS, key=len, reverse=True)


def methods_of(name: str) -> frozenset[str] | None:
    """Return what a class that the project imports answers; None where its name does not say."""
    last = name.rpartition(".")[2].rpartition(":")[2]
    for ending in LONGEST_FIRST:
        if last.endswith(ending):
            return ENDINGS[ending] & VANILLA if name.startswith("vanilla.") else ENDINGS[ending]
    if name.startswith(("django.", "<builtin>")) or last.endswith(SILENT):
        return frozenset()
    return None


def inherited(cls: ClassValue) -> frozenset[str] | None:
    """Return what a class answers by what it inherits from outside the project; None: anything."""
    found: set[str] = set()
    is_known = True
    for base in mro(cls):
        if isinstance(base, External):
            methods = methods_of(base.name)
            is_known = is_known and methods is not None
            found |= methods or frozenset()
    return frozenset(found) if found or is_known else None
