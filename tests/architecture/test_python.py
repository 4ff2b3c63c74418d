"""Every package runs on the Python of a bare Debian 12, not only on a newer one of the same line."""

from importlib.metadata import distributions

from packaging.specifiers import SpecifierSet

DEBIAN_12 = "3.11.2"


def test_every_package_admits_the_python_of_debian():
    asks = {d.name: d.metadata["Requires-Python"] for d in distributions() if d.metadata["Requires-Python"]}
    assert len(asks) > 50
    assert {name: ask for name, ask in asks.items() if DEBIAN_12 not in SpecifierSet(ask)} == {}
