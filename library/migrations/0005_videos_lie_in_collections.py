from django.db import migrations, models
from django.db.models.deletion import PROTECT
from wagtail.models.media import get_root_collection_id


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0004_standards_superseded_on_a_day'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='video',
            name='collection',
            field=models.ForeignKey(default=get_root_collection_id, help_text='Who keeps it: trainers of the unit that the collection belongs to.', on_delete=PROTECT, related_name='+', to='wagtailcore.collection', verbose_name='collection'),
        ),
    ]
