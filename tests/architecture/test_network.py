"""The suite itself cannot call out of the machine."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_connection_to_another_machine_is_refused(address):
    with socket.socket() as probe, pytest.raises(AssertionError, match="Nothing may call out"):
        probe.connect(address)
