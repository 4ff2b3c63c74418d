"""Cells that name a closed unit or a retired job role have faults of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_course_approvers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rosterfault',
            name='roster_fault_known',
        ),
        migrations.AddConstraint(
            model_name='rosterfault',
            constraint=models.CheckConstraint(condition=models.Q(('fault__in', ['missing', 'too_long', 'control_character', 'unknown_unit', 'closed_unit', 'unknown_role', 'retired_role', 'unknown_type', 'bad_date', 'bad_email', 'twice'])), name='roster_fault_known'),
        ),
    ]
