"""The house style as numbers: how long things may be, what every module and function must say.

Raising a limit is a decision about the house; splitting the thing that grew is usually the better one.
"""

import ast
import statistics
from collections.abc import Iterator

import pytest

from tests.house.source import CHECKS, CODE, Function, Module, length, modules, percentile_95

LONGEST_FUNCTION, FUNCTION_P95, FUNCTION_MEDIAN = 70, 40, 10
LONGEST_MODULE, MODULE_P95 = 400, 300
DOCSTRING_LINES = range(2, 7)
TYPED_ROOMS = ("app.py", "bridge", "twiml", "summaries", "simulator", "console")
EVERYTHING = modules(*CODE, *CHECKS)


@pytest.mark.parametrize("module", EVERYTHING, ids=str)
def test_a_module_begins_with_what_it_decides_in_two_to_six_lines(module: Module) -> None:
    if module.tree.body:
        assert len((ast.get_docstring(module.tree) or "").splitlines()) in DOCSTRING_LINES


def test_no_module_is_too_long_to_read_at_once() -> None:
    assert [f"{module}: {module.lines}" for module in EVERYTHING if module.lines > LONGEST_MODULE] == []


def test_no_function_is_too_long_to_read_at_once() -> None:
    too_long = [
        f"{module}:{function.lineno} {function.name}: {length(function)}"
        for module in EVERYTHING
        for function in module.functions
        if length(function) > LONGEST_FUNCTION
    ]
    assert too_long == []


@pytest.mark.parametrize("rooms", [CODE, CHECKS], ids=["code", "checks"])
def test_most_functions_and_modules_are_short(rooms: tuple[str, ...]) -> None:
    members = [module for module in EVERYTHING if str(module).split("/")[0] in rooms]
    lengths = [length(function) for module in members for function in module.functions]
    assert statistics.median(lengths) <= FUNCTION_MEDIAN
    assert percentile_95(lengths) <= FUNCTION_P95
    assert percentile_95(module.lines for module in members) <= MODULE_P95


def _untyped(function: Function, in_class: bool) -> Iterator[str]:
    arguments = [*function.args.posonlyargs, *function.args.args]
    static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list)
    if in_class and not static:
        arguments = arguments[1:]
    arguments += function.args.kwonlyargs
    arguments += [extra for extra in (function.args.vararg, function.args.kwarg) if extra is not None]
    yield from (argument.arg for argument in arguments if argument.annotation is None)
    if function.returns is None:
        yield "return"


@pytest.mark.parametrize("module", modules(*TYPED_ROOMS), ids=str)
def test_every_function_says_what_it_takes_and_returns(module: Module) -> None:
    classes = [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    methods = {id(member) for node in classes for member in node.body}
    untyped = [
        f"{function.name}({name})"
        for function in module.functions
        for name in _untyped(function, id(function) in methods)
    ]
    assert untyped == []
