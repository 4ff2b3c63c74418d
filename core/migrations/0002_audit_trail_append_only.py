"""The database itself refuses to change or delete an audit event."""

from core.append_only import append_only
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_job_outbox_and_audit_trail")]

    operations = [append_only("core_auditevent")]
