"""What acts on the whole application: a blueprint that does so stays registered.

``billing.add_app_template_filter(...)`` in one area serves the pages of all areas.
https://flask.palletsprojects.com/en/stable/api/#flask.Blueprint
"""

import ast

# What is said of a blueprint, and holds for the application.
OF_BLUEPRINTS = frozenset(
    {
        "add_app_template_filter", "add_app_template_global", "add_app_template_test",
        "after_app_request", "app_context_processor", "app_errorhandler", "app_template_filter",
        "app_template_global", "app_template_test", "app_url_defaults",
        "app_url_value_preprocessor", "before_app_first_request", "before_app_request", "record",
        "record_once", "teardown_app_request",
        "url_defaults",  # fills in what others leave out when they build URLs of its pages
    }
)  # fmt: skip
ALWAYS = OF_BLUEPRINTS | {
    "connect", "connect_via", "listen", "listens_for", "receiver", "register",
}  # fmt: skip


# Decorators that only change what they decorate.
PURE = frozenset(
    {
        "LocalProxy", "abstractmethod", "argument", "asynccontextmanager", "attrs", "cache",
        "cached", "cached_property", "classmethod", "command", "contextmanager", "csrf_exempt",
        "dataclass", "define", "deprecated", "field_validator", "final", "fresh_login_required",
        "frozen", "group", "hybrid_property", "jwt_required", "limit", "login_required",
        "lru_cache", "marshal_with", "memoize", "model_validator", "on_exception", "option",
        "overload", "override", "pass_context", "pass_obj", "permission_required", "property",
        "retry", "roles_required", "root_validator", "runtime_checkable", "s", "singledispatch",
        "staticmethod", "total_ordering", "unique", "validates", "validator", "with_appcontext",
        "wraps",
    }
)  # fmt: skip


def find_app_wide(code: str) -> tuple[int, str] | None:
    """Return line and name of the first statement by which a blueprint serves all others."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    found = (
        (node.lineno, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in OF_BLUEPRINTS
    )
    return min(found, default=None)
