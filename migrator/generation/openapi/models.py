"""Classes of the monolith as JSON Schema: pydantic, marshmallow, REST framework, enumerations.

https://docs.pydantic.dev/latest/concepts/models/
"""

import ast
from collections.abc import Iterator

from migrator.generation.openapi.code import Code, constant, keyword, spelled
from migrator.generation.openapi.fields import Field, fields_of
from migrator.generation.openapi.types import Refer, Schema, bounded, schema_of

PYDANTIC = ("pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel", "ninja.Schema")
ENUMS = frozenset({"enum.Enum", "enum.StrEnum", "enum.IntEnum"})


class Models:
    """Makes a component of each class that is asked for, and of those that it names."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._names: dict[str, str] = {}
        self.components: dict[str, Schema] = {}

    def refer(self, module: str) -> Refer:
        """Return what makes a schema of a name in a module; None for what is no such class."""
        return lambda text: self.of(self.code.resolve(module, text)) if text else None

    def of(self, cls: str) -> Schema | None:
        """Return a reference to the schema of a class; None where it is of none of these kinds."""
        if cls in self._names:
            return {"$ref": f"#/components/schemas/{self._names[cls]}"}
        kind = self.kind(cls)
        if not kind:
            return None
        name = cls.rpartition(":")[2]
        if name in self.components:
            name = cls.replace(":", ".")
        self._names[cls] = name
        self.components[name] = {}  # its own fields may name it
        self.components[name] = self._schema(cls, kind)
        return {"$ref": f"#/components/schemas/{name}"}

    def kind(self, cls: str) -> str:
        """Say what kind of class it is; empty for any other."""
        bases = self.code.bases(cls)
        if bases.intersection(PYDANTIC):
            return "pydantic"
        if any(base.endswith("Serializer") and "marshmallow" not in base for base in bases):
            return "serializer"  # of REST framework, or of what builds on it
        if any("marshmallow" in base and base.endswith("Schema") for base in bases):
            return "marshmallow"
        return "enum" if bases & ENUMS else ""

    def _schema(self, cls: str, kind: str) -> Schema:
        lineage = self.code.lineage(cls)
        if kind == "enum":
            values = [value for _, node in lineage for value in _members(node)]
            return {"enum": values} if values and None not in values else {}
        if any(_renames(node) for _, node in lineage):
            return {"type": "object"}  # names of its members are computed
        fields: dict[str, tuple[Schema, bool]] = {}
        for name, node in lineage:
            for key, schema, is_required in self._fields(name, node, kind):
                fields[key] = (schema, is_required) if schema or key not in fields else fields[key]
        required = [key for key, (_, is_required) in fields.items() if is_required]
        return {
            "type": "object",
            **(
                {"properties": {key: schema for key, (schema, _) in fields.items()}}
                if fields
                else {}
            ),
            **({"required": required} if required else {}),
        }

    def _fields(self, cls: str, node: ast.ClassDef, kind: str) -> Iterator[Field]:
        refer = self.refer(cls.partition(":")[0])
        if kind == "pydantic":
            return _annotated(node, refer)
        return fields_of(node, refer, is_django=kind == "serializer")


def _annotated(node: ast.ClassDef, refer: Refer) -> Iterator[Field]:
    """Yield the fields of a pydantic model: ``name: int = Field(ge=0)``."""
    for statement in node.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        name, value = statement.target.id, statement.value
        if name.startswith("_") or name == "model_config":
            continue
        if spelled(statement.annotation).partition("[")[0].rpartition(".")[2] == "ClassVar":
            continue
        schema, is_required = schema_of(statement.annotation, refer), value is None
        if isinstance(value, ast.Call):
            schema = bounded(schema, value)
            given = [*value.args[:1], keyword(value, "default"), keyword(value, "default_factory")]
            is_required = all(_is_ellipsis(one) for one in given if one is not None)
            alias = constant(keyword(value, "alias"))
            name = alias if isinstance(alias, str) else name
        yield name, schema, is_required or (value is not None and _is_ellipsis(value))


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _renames(node: ast.ClassDef) -> bool:
    return any(
        (isinstance(inner, ast.keyword) and inner.arg == "alias_generator")
        or (isinstance(inner, ast.Name) and inner.id == "alias_generator")
        for inner in ast.walk(node)
    )


def _members(node: ast.ClassDef) -> Iterator[object]:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield constant(statement.value)
