"""The examples in the docstrings of the reading modules hold."""

import doctest
import importlib

import pytest

WITH_EXAMPLES = ["agencies", "headings", "tables.align", "tables.labels", "tables.numbers"]


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"corpus.{module}"))
    assert result.attempted > 0
    assert result.failed == 0
