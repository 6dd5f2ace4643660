"""Reads the repository's own Python: rooms, modules, functions, comments and imports.

Measures only; what is allowed stands in the tests that use it. Run as a module it prints the
measurements and the ratio of test code to code, and fails when that ratio is too low.
"""

from __future__ import annotations

import ast
import io
import math
import statistics
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("app.py", "gunicorn.conf.py", "bridge", "console", "migrations", "summaries", "twiml")
CHECKS = ("benchmarks", "simulator", "tests")
LEAST_CHECKS_PER_CODE = 1.2

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        """The name that others import it by, such as `bridge.core` or `bridge.core.state`."""
        return str(self).removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def comments(self) -> int:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return sum(token.type == tokenize.COMMENT for token in tokens)

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    @cached_property
    def imports(self) -> frozenset[str]:
        """Full names of all that is imported, inside functions too: `twiml.view` and `twiml.view.View`."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            if isinstance(node, ast.ImportFrom):
                base = self._base(node)
                names.update(f"{base}.{alias.name}" for alias in node.names)
        return frozenset(names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".") if self.path.name == "__init__.py" else self.name.split(".")[:-1]
        parents = package[: len(package) - node.level + 1]
        return ".".join([*parents, node.module] if node.module else parents)


def modules(*rooms: str) -> list[Module]:
    """Every module of these rooms (top-level directories or files) that exists, in order of its path."""
    found: list[Path] = []
    for room in rooms:
        path = ROOT / room
        found += [path] if path.is_file() else path.rglob("*.py")
    return [Module(path) for path in sorted(found)]


def length(function: Function) -> int:
    """Lines from `def` to the end, docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def percentile_95(values: Iterable[int]) -> int:
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * 0.95) - 1] if ordered else 0


def _row(title: str, members: list[Module]) -> str:
    lines = sum(module.lines for module in members)
    functions = [length(function) for module in members for function in module.functions]
    comments = 100 * sum(module.comments for module in members) / max(lines, 1)
    return (
        f"{title:12} {len(members):4} modules {lines:6} lines  "
        f"functions: median {statistics.median(functions or [0]):4.1f}, "
        f"p95 {percentile_95(functions):2}, longest {max(functions, default=0):2}  "
        f"{comments:4.1f} comments per 100 lines"
    )


def main() -> int:
    for room in (*CODE, *CHECKS):
        if members := modules(room):
            print(_row(room, members))
    ratio = sum(m.lines for m in modules(*CHECKS)) / max(sum(m.lines for m in modules(*CODE)), 1)
    print(f"{ratio:.2f} lines of tests and simulator for each line of code, at least {LEAST_CHECKS_PER_CODE}")
    return int(ratio < LEAST_CHECKS_PER_CODE)


if __name__ == "__main__":
    sys.exit(main())
