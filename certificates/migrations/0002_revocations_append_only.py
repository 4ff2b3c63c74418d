"""A revocation is proof: the database refuses to change or delete it."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_credentials_and_certificates")]

    operations = [append_only("certificates_revocation")]
