"""Whose word about addresses is believed: that of the proxies in front, and nobody else's."""

from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from config.environment import Environment
from core.client_address import client_address

NGINX, BALANCER = "127.0.0.1", "10.9.0.0/30"


@pytest.mark.parametrize(
    ("proxies", "peer", "told", "found"),
    [
        ([], "192.0.2.7", "10.0.0.1", "192.0.2.7"),
        ([], "192.0.2.7", None, "192.0.2.7"),
        ([NGINX], "127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ([NGINX], "127.0.0.1", "10.0.0.1, 192.0.2.7", "192.0.2.7"),
        ([NGINX], "192.0.2.7", "10.0.0.1", "192.0.2.7"),
        ([NGINX], "127.0.0.1", None, "127.0.0.1"),
        ([NGINX], "127.0.0.1", "10.0.0.1, unknown", "127.0.0.1"),
        ([NGINX], "", "192.0.2.7", "192.0.2.7"),
        ([], "", "192.0.2.7", ""),
        ([NGINX, BALANCER], "127.0.0.1", "10.0.0.1, 192.0.2.7, 10.9.0.2", "192.0.2.7"),
        ([NGINX, BALANCER], "127.0.0.1", "10.9.0.1, 10.9.0.2", "10.9.0.1"),
        ([], "::ffff:192.0.2.7", None, "192.0.2.7"),
        ([NGINX], "127.0.0.1", "2001:DB8::7", "2001:db8::7"),
        ([], "fe80::1%eth0", None, "fe80::1"),
    ],
)
def test_address(settings, proxies, peer, told, found):
    settings.TRUSTED_PROXIES = [ip_network(proxy) for proxy in proxies]
    headers = {"X-Forwarded-For": told} if told is not None else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)) == found


def test_proxies_are_read_or_refused_with_the_cure():
    read = Environment({"TRUSTED_PROXIES": "127.0.0.1, 10.9.0.0/30"}).networks("TRUSTED_PROXIES")

    assert [str(network) for network in read] == ["127.0.0.1/32", "10.9.0.0/30"]
    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES=127\.0\.0\.1,10\.0\.0\.0/24"):
        Environment({"TRUSTED_PROXIES": "10.9.0.1/30"}).networks("TRUSTED_PROXIES")
