"""The authoring screens carry our name, and lead nowhere outside."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Site

from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client, django_user_model) -> str:
    client.force_login(
        django_user_model.objects.create_superuser("G1", "correct-horse-7"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client.get(reverse("wagtailadmin_home"), headers={"Accept-Language": "en"}).content.decode()


def test_screens_carry_our_name_and_mark(home):
    assert re.search(r"<title>\s*[^<]* - 安暖 Annuan</title>", home)
    assert 'class="annuan-mark"' in home
    assert "css/authoring.css" in home
    assert "wagtailadmin/images/favicon" not in home


def test_screens_lead_to_no_other_site(home):
    outside = set(re.findall(r"https?://[\w.-]+", home))

    # Namespaces of drawings, and the advice for browsers without scripts.
    assert outside <= {"http://www.w3.org", "https://www.enable-javascript.com"}
    assert "whats-new-in-wagtail" not in home


def test_settings_are_kept_by_an_account_without_address_and_leave_the_name_alone(client, home, django_user_model):
    path = reverse("wagtailadmin_account")
    form = {
        "locale-preferred_language": "en", "locale-current_time_zone": "", "theme-theme": "dark",
        "theme-density": "default", "theme-contrast": "system", "theme-keyboard_shortcuts": "on",
        "name_email-first_name": "别人",
    }  # fmt: skip

    answer = client.post(path, form)

    account = django_user_model.objects.get(employee_no="G1")
    assert (answer.status_code, account.first_name) == (302, "")
    assert (account.wagtail_userprofile.preferred_language, account.wagtail_userprofile.theme) == ("en", "dark")
    client.logout()
    assert client.get(path).status_code == 302


def test_site_is_called_by_our_name_and_keeps_its_host_and_port():
    site = Site.objects.get()

    assert (site.site_name, site.hostname, site.port, site.is_default_site) == ("安暖", "localhost", 80, True)
    assert site.root_page.url == "/"


def test_what_the_system_published_names_nobody(client, home):
    make_course(code="K1")
    page = client.get(reverse("wagtailadmin_reports:aging_pages")).content.decode()

    cell = re.search(r"<time.*?</td>\s*<td[^>]*>(.*?)</td>", page, re.DOTALL)
    assert cell is not None
    assert re.sub(r"<[^>]*>|\s", "", cell[1]) == "—"
