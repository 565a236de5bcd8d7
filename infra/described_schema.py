"""JSON Schema whose fields are described by the docstrings below them in the source.

pydantic could read these itself (``use_attribute_docstrings``), but would parse the source of every part each time the
command starts, a fifth of a small check; only editors need them.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from pydantic_core.core_schema import ModelSchema


class DescribedSchema(GenerateJsonSchema):
    """Generates schemas with descriptions."""

    def model_schema(self, schema: ModelSchema) -> dict[str, Any]:
        """Return the schema of one part."""
        result = super().model_schema(schema)
        part = schema["cls"]
        texts = {name: text for base in reversed(part.__mro__) for name, text in _below(base).items()}
        for name, field in part.model_fields.items():
            if text := texts.get(name):
                result["properties"][field.alias or name]["description"] = text
        return result


def _below(part: type) -> dict[str, str]:
    """Return the docstring below each field that a class itself states."""
    if "__annotations__" not in part.__dict__ or part.__module__.startswith("pydantic"):
        return {}
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(part))).body
    lines = itertools.pairwise(tree.body) if isinstance(tree, ast.ClassDef) else ()
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in lines
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
