"""Rulings: two persons make an attempt void, or grant a further one, which the next attempt then uses."""

import core.identifiers
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exams', '0038_answers_that_could_not_be_read'),
        ('people', '0008_roster_faults_of_closed_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=26, unique=True)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('state', models.CharField(choices=[('proposed', 'waits for a decision'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='note of the decision')),
                ('kind', models.CharField(choices=[('void_and_grant', 'void, and one further attempt in its place'), ('void', 'void, without a further attempt'), ('grant', 'stays as it is, and one further attempt besides')], max_length=14, verbose_name='this attempt')),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='exams.attempt')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ruling',
                'verbose_name_plural': 'rulings',
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='attempt',
            name='grant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='used_by', to='exams.ruling'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('grant__isnull', False)), fields=('grant',), name='attempt_grant_used_once'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'declined', 'withdrawn'])), name='ruling_state_known'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'proposed')), ('decided_at', None), ('decided_by', None)), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='ruling_decided_iff_settled'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'declined']), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='ruling_takes_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('decided_by', models.F('proposed_by')), _connector='OR'), name='ruling_withdrawn_by_its_proposer'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('subject', None), models.Q(('subject', models.F('proposed_by')), _negated=True), _connector='OR'), name='ruling_not_by_its_subject'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('subject', None), ('decided_by', None), models.Q(('subject', models.F('decided_by')), _negated=True), _connector='OR'), name='ruling_not_decided_by_its_subject'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['void', 'void_and_grant', 'grant'])), name='ruling_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='ruling_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('attempt',), name='ruling_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'approved'), ('kind__in', ('void', 'void_and_grant'))), fields=('attempt',), name='ruling_voids_once'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'approved'), ('kind__in', ('grant', 'void_and_grant'))), fields=('attempt',), name='ruling_grants_once'),
        ),
    ]
