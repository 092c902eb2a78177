"""Every condition the language has has a meaning here: none is passed over in silence."""

import inspect

from safeconduct.deal import tree
from safeconduct.deal.standing import moments, premises


def test_every_condition_is_given_a_meaning():
    source = inspect.getsource(premises)
    assert [kind.__name__ for kind in tree.Premise.__subclasses__() if f"tree.{kind.__name__}" not in source] == []


def test_every_moment_is_given_a_meaning():
    source = inspect.getsource(moments)
    unnamed = {kind.__name__ for kind in tree.Moment.__subclasses__() if f"tree.{kind.__name__}" not in source}
    assert unnamed == {"TheSignature"}  # what is left when every other moment is dealt with
