"""Reads PromQL: whether it can be asked, and which metrics it asks for."""

from __future__ import annotations

import promql_parser


def asked_metrics(query: str) -> frozenset[str]:
    """Return the names of the metrics in a query that gives numbers of one moment.

    Raises:
        ValueError: The text is no PromQL, or gives a range of moments or a text.
    """
    found: set[str] = set()

    def note(node: promql_parser.Expr) -> None:
        selector = node.vector_selector if isinstance(node, promql_parser.MatrixSelector) else node
        if isinstance(selector, promql_parser.VectorSelector):
            found.update(name for name in (selector.name,) if name)
            found.update(one.value for one in selector.matchers.matchers if one.name == "__name__")

    parsed = promql_parser.parse(query)
    if isinstance(parsed, promql_parser.MatrixSelector | promql_parser.SubqueryExpr | promql_parser.StringLiteral):
        raise ValueError("it doesn't give a number")  # noqa: TRY004 - the text's value is wrong, not its type
    promql_parser.walk(parsed, note, lambda _: None)
    return frozenset(found)
