"""Courses are given to many people at once, by a day, and can be taken back."""

import core.identifiers
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0009_catalogues_in_the_plural'),
        ('people', '0008_roster_faults_of_closed_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=26, unique=True)),
                ('due_on', models.DateField(null=True, verbose_name='due on')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('assigned_at', models.DateTimeField(verbose_name='assigned at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='taken back at')),
                ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='courses.coursepage')),
                ('people', models.ManyToManyField(related_name='+', to='people.person')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='assignment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.assignment'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('assignment', None), ('source', 'assigned'), _connector='OR'), name='enrolment_of_an_assignment_is_assigned'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__gte', models.F('assigned_at')), ('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='assignment_taken_back_by_somebody_afterwards'),
        ),
    ]
