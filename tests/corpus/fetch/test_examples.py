"""The examples in the docstrings of the fetching modules hold."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("module", ["address", "gate", "robots"])
def test_examples_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"corpus.fetch.{module}"))
    assert result.attempted > 0
    assert result.failed == 0
