"""Two-person publishing is on from the first start: groups, their rights, and the workflow of the whole page tree."""

from django.db import migrations

MEDIA_RIGHTS = [
    ("customimage", "add_customimage", "Can add picture"),
    ("customimage", "choose_customimage", "Can choose image"),
    ("customdocument", "add_customdocument", "Can add document"),
    ("customdocument", "choose_customdocument", "Can choose document"),
]


def permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app_label, model=model)
    return apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


def set_up(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    trainers, _ = Group.objects.get_or_create(name="Trainers")
    approvers, _ = Group.objects.get_or_create(name="Course approvers")
    trainers.permissions.add(permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"))
    root_collection = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for model, codename, name in MEDIA_RIGHTS:
        apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
            group=trainers, collection=root_collection, permission=permission(apps, "library", model, codename, name)
        )

    # Wagtail ships two groups with rights on every page and a workflow in which authors approve themselves.
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    WorkflowPage.objects.all().delete()
    apps.get_model("wagtailcore.Workflow").objects.update(active=False)
    apps.get_model("wagtailcore.Task").objects.update(active=False)
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()

    SecondPersonTask = apps.get_model("courses.SecondPersonTask")
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="courses", model="secondpersontask"
    )
    task = SecondPersonTask.objects.create(name="第二人审核", active=True, content_type=content_type)
    task.groups.add(approvers)
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name="两人发布", active=True)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=apps.get_model("wagtailcore.Page").objects.get(depth=1))


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0004_courses_kept_by_units'),
        ('library', '0002_choosing_pictures_and_documents'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
