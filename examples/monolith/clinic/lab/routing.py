# -*- coding: utf-8 -*-
"""Blueprint of the laboratory and its route decorator.

Older than clinic.auth.decorators; the lab never moved over because the
analyser clients depend on plain JSON answers for every error.
"""
from functools import wraps

from flask import Blueprint, g, jsonify

from clinic.utils import json_error

lab = Blueprint('lab', __name__)


def lab_route(rule, methods=('GET',), roles=(), public=False, **options):
    """Register a view on the lab blueprint, with a role check around it.

    A view may return a dict (JSON), a (dict, status) pair or a response.
    """

    def decorator(func):
        @wraps(func)
        def wrapper(*args, **kwargs):
            if not public:
                if g.user is None:
                    return json_error(401, 'login required')
                if roles and not g.user.has_role(*roles):
                    return json_error(403, 'not allowed', roles=sorted(roles))
            result = func(*args, **kwargs)
            if isinstance(result, dict):
                return jsonify(result)
            if isinstance(result, tuple) and isinstance(result[0], dict):
                return (jsonify(result[0]),) + result[1:]
            return result

        lab.add_url_rule(rule, func.__name__, wrapper, methods=list(methods), **options)
        return wrapper

    return decorator
