"""Promises are asserted in a module of their own.

A broken one should show its values like an assertion in a test does.
"""

import pytest

pytest.register_assert_rewrite("tests.bridge.core.promises")
