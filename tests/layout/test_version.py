from importlib.metadata import version

import safeconduct


def test_the_installed_version_is_the_one_in_the_source():
    assert version("safeconduct") == safeconduct.__version__
