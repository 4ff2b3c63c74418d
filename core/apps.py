"""Floor 0: the kernel."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look at every database before it is trusted with an answer."""
        from core.batches import allow_large_statements
        from core.durability import refuse_forgetful_database
        from core.migrating import lift_limits, restore_limits

        connection_created.connect(allow_large_statements, dispatch_uid="core.batches")
        connection_created.connect(refuse_forgetful_database, dispatch_uid="core.durability")
        pre_migrate.connect(lift_limits, sender=self, dispatch_uid="core.migrating")
        post_migrate.connect(restore_limits, sender=self, dispatch_uid="core.migrating")
