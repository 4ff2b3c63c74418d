"""Every installation has its catalogue from the start: courses lie below it, and nothing on the screens could make one."""

from django.db import migrations
from wagtail.models import Page as TreeOfPages


def open_catalogue(apps, schema_editor):
    CataloguePage = apps.get_model("courses.CataloguePage")
    if CataloguePage.objects.exists():
        return
    home = apps.get_model("wagtailcore.Site").objects.get(is_default_site=True).root_page
    below = apps.get_model("wagtailcore.Page").objects.filter(path__startswith=home.path, depth=home.depth + 1)
    last = below.order_by("-path").values_list("path", flat=True).first()
    path = TreeOfPages(path=last)._inc_path() if last else TreeOfPages._get_path(home.path, home.depth + 1, 1)
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="courses", model="cataloguepage"
    )
    title = "安全培训课程"
    CataloguePage.objects.create(
        title=title,
        draft_title=title,
        title_en="Safety courses",
        slug="courses",
        url_path=f"{home.url_path}courses/",
        path=path,
        depth=home.depth + 1,
        locale_id=home.locale_id,
        content_type=content_type,
    )
    home.numchild += 1
    home.save(update_fields=["numchild"])


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0010_courses_given_to_many_people"),
    ]

    operations = [migrations.RunPython(open_catalogue, migrations.RunPython.noop)]
