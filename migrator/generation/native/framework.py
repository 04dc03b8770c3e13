"""What is known of Flask: what the private package models, what leaves answers as they are.

https://flask.palletsprojects.com/en/stable/api/
"""

import re
from collections.abc import Mapping

TOPS = frozenset({"flask", "werkzeug", "quart", "connexion", "apiflask", "flasgger", "flasgger2"})
# Names of Flask for which `native` of the private package has something of the same name.
MODELLED = frozenset({"abort", "jsonify", "request", "Response"})
# What makes an answer: it may only be returned.
ANSWERS = frozenset({"flask.jsonify", "flask.Response"})
RULE = re.compile(r"<(?:(\w+):)?(\w+)>")
CONVERTERS = frozenset({"default", "string", "int", "float", "path", "uuid"})

# First attributes of an application or blueprint that do not change what other views answer.
PLAIN = frozenset(
    {
        *("route", "get", "post", "put", "delete", "patch", "add_url_rule", "endpoint"),
        *("register_blueprint", "register_error_handler", "errorhandler", "app_errorhandler"),
        *("context_processor", "app_context_processor", "template_filter", "template_global"),
        *("template_test", "app_template_filter", "app_template_global", "app_template_test"),
        *("add_template_filter", "add_template_global", "add_template_test", "jinja_env"),
        *("add_app_template_filter", "add_app_template_global", "add_app_template_test"),
        *("jinja_options", "shell_context_processor", "cli", "logger", "config", "extensions"),
        *("app_context", "test_request_context", "test_client", "open_resource", "run"),
        *("open_instance_resource", "test_cli_runner", "url_defaults", "app_url_defaults"),
        *("secret_key", "name", "import_name", "root_path", "instance_path", "static_folder"),
        *("template_folder", "url_build_error_handlers"),
    }
)
# They run around views; those of a blueprint around its own.
HOOKS = frozenset(
    {
        *("before_request", "after_request", "teardown_request", "url_value_preprocessor"),
        *("teardown_appcontext", "before_first_request"),
    }
)
APP_HOOKS = frozenset(
    {
        *("before_app_request", "after_app_request", "teardown_app_request"),
        *("app_url_value_preprocessor", "before_app_first_request"),
    }
)
# Who listens to these runs with every request.
SIGNALS = frozenset(
    {
        *("request_started", "request_finished", "request_tearing_down", "got_request_exception"),
        *("appcontext_pushed", "appcontext_popped", "appcontext_tearing_down"),
    }
)
# Where settings come from that nobody sees in the source.
OUTSIDE = frozenset({"from_envvar", "from_pyfile", "from_prefixed_env", "from_file", "from_json"})
# Extensions whose `init_app` adds no hook but one that ends a database session.
HARMLESS = frozenset(
    {
        *("flask_sqlalchemy.SQLAlchemy", "flask_migrate.Migrate", "flask_mail.Mail"),
        *("flask_marshmallow.Marshmallow", "flask_bcrypt.Bcrypt"),
    }
)
# Settings by which Flask answers otherwise; that of some only matters where they are on, or where
# a view reads the body.
CHANGING = frozenset({"SERVER_NAME", "APPLICATION_ROOT", "TRUSTED_HOSTS"})
OF_BODIES = frozenset({"MAX_CONTENT_LENGTH"})
SWITCHES = frozenset({"DEBUG"})
SESSION_COOKIE = "SESSION_COOKIE_NAME"
# Keywords of the registration of a rule or blueprint.
REGISTRATION = frozenset(
    {"methods", "endpoint", "strict_slashes", "view_func", "rule", "url_prefix", "name"}
)
REGISTERING = frozenset({"route", "get", "post", "put", "delete", "patch", "add_url_rule"})

# Calls at the start whose result nobody takes, but that change nothing that views can see.
QUIET = frozenset({"logging", "warnings", "typing", "click", "print"})


def is_framework(name: str) -> bool:
    """Tell whether a dotted name is of Flask, of what it is made of, or of an extension."""
    top = name.partition(".")[0]
    return top in TOPS or top.startswith("flask_")


# What may be asked of a request: the attribute, and keywords that a call of it may have. The
# request's own methods are called, its mappings have methods of their own.
REQUEST_CALLS: Mapping[tuple[str, ...], frozenset[str]] = {
    ("args", "get"): frozenset({"key", "default", "type"}),
    ("args", "getlist"): frozenset({"key", "type"}),
    ("headers", "get"): frozenset({"key", "default"}),
    ("get_json",): frozenset({"force", "silent"}),
    ("get_data",): frozenset(),
}
REQUEST_READS = frozenset({"method", "json", "is_json"})
# These may end the view with an error of the framework.
FAILING = frozenset({"json", "get_json", "args[]", "abort"})
