import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0003_second_person_approval'),
        ('people', '0001_accounts_people_and_organisation'),
    ]

    operations = [
        migrations.AddField(
            model_name='coursepage',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='people.unit', verbose_name='kept by'),
        ),
        migrations.AlterField(
            model_name='coursepage',
            name='code',
            field=models.CharField(max_length=20, null=True, unique=True, verbose_name='code'),
        ),
    ]
