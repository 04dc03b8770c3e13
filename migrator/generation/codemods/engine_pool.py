"""One database connection for each Lambda container: it answers one request at a time.

A pool sized for a web server would multiply by the number of containers.
https://docs.sqlalchemy.org/en/20/core/pooling.html
"""

import libcst as cst
import libcst.matchers as m

SIZES = {"pool_size": "1", "max_overflow": "0"}
MAKERS = ("create_engine", "create_async_engine", "engine_from_config")
OPTIONS = "SQLALCHEMY_ENGINE_OPTIONS"


def shrink_pools(code: str) -> str:
    """Set ``pool_size`` to 1 and ``max_overflow`` to 0 in a file that makes an engine."""
    if not any(size in code for size in SIZES):
        return code
    if not any(word in code for word in (*MAKERS, OPTIONS)):
        return code
    return cst.parse_module(code).visit(_Shrink()).code


class _Shrink(cst.CSTTransformer):
    """Keywords (``pool_size=20``) and dictionary keys (``"pool_size": 20``)."""

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:  # noqa: N802 - libcst\'s name
        """Change a keyword, unless the value is a name that comes from elsewhere."""
        name = original_node.keyword.value if original_node.keyword else ""
        if name in SIZES and m.matches(original_node.value, m.Integer()):
            return updated_node.with_changes(value=cst.Integer(SIZES[name]))
        return updated_node

    def leave_DictElement(  # noqa: N802 - libcst's name
        self, original_node: cst.DictElement, updated_node: cst.DictElement
    ) -> cst.DictElement:
        """Change an entry of an options dictionary."""
        key = original_node.key
        name = key.evaluated_value if isinstance(key, cst.SimpleString) else ""
        if name in SIZES and m.matches(original_node.value, m.Integer()):
            return updated_node.with_changes(value=cst.Integer(SIZES[str(name)]))
        return updated_node
