import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0011_catalogue_of_every_installation'),
        ('people', '0011_locations_open_to_all_units'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shelf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('common', 'of the whole organisation'), ('units', 'above those of the units'), ('unit', 'of one unit')], max_length=8, verbose_name='kind')),
                ('collection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shelf', to='wagtailcore.collection', verbose_name='collection')),
                ('unit', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shelf', to='people.unit', verbose_name='unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'unit'), ('unit__isnull', False)), models.Q(models.Q(('kind', 'unit'), _negated=True), ('unit', None)), _connector='OR'), name='shelf_of_a_unit_or_of_all'), models.UniqueConstraint(condition=models.Q(('kind', 'unit'), _negated=True), fields=('kind',), name='shelf_of_all_once_a_kind')],
            },
        ),
    ]
