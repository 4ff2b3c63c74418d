"""Accounts that are open get name and address of the person on file; an address that several have signs nobody in."""

from django.db import migrations
from django.db.models import Count
from django.db.models.functions import Lower


def carry_over(apps, schema_editor):
    person, user = apps.get_model("people", "Person"), apps.get_model("people", "User")
    people = person.objects.annotate(address=Lower("email"))
    several = people.exclude(email="").order_by().values("address").annotate(n=Count("pk")).filter(n__gt=1)
    nobodys = {*several.values_list("address", flat=True)}
    nobodys |= {email.lower() for email in user.objects.exclude(email=None).values_list("email", flat=True)}
    for row in list(people.filter(user__email=None, user__isnull=False)):
        address = None if not row.address or row.address in nobodys else row.address
        user.objects.filter(pk=row.user_id).update(first_name=row.name, last_name="", email=address)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_roster_faults_of_closed_codes")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
