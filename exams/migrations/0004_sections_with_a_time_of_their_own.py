"""A section may have minutes of its own; an attempt goes through such sections one by one, and never back."""

import django.db.models.deletion
from django.db import migrations, models

from core.append_only import refused, settled_once

# What is written down of a section stays: only what waits may begin, what runs may get more time or end.
CHANGED = (
    "OLD.started_at IS NOT NULL AND (NEW.started_at IS NULL OR NEW.started_at <> OLD.started_at "
    "OR NEW.deadline_at IS NULL OR NEW.deadline_at < OLD.deadline_at)"
)
OUT_OF_TURN = (
    "NEW.started_at IS NOT NULL AND EXISTS (SELECT 1 FROM exams_sectionrun other "
    "WHERE other.attempt_id = NEW.attempt_id AND (other.place < NEW.place AND other.ended_at IS NULL "
    "OR other.place > NEW.place AND other.started_at IS NOT NULL))"
)


class Migration(migrations.Migration):
    dependencies = [("exams", "0003_sittings_know_who_set_them_up")]

    operations = [
        migrations.AddField(
            model_name="blueprintsection",
            name="minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes"),
        ),
        migrations.AddConstraint(
            model_name="blueprintsection",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes", None), ("minutes__gte", 1), _connector="OR"),
                name="blueprint_section_minutes_from_one",
            ),
        ),
        migrations.CreateModel(
            name="SectionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("started_at", models.DateTimeField(null=True, verbose_name="started at")),
                ("deadline_at", models.DateTimeField(null=True, verbose_name="deadline")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="section_runs",
                        to="exams.attempt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("attempt", "place"), name="section_run_place_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("started_at__isnull", False)),
                        fields=("attempt",),
                        name="section_run_open_once_per_attempt",
                    ),
                    models.CheckConstraint(condition=models.Q(("place__gte", 1)), name="section_run_place_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1)), name="section_run_minutes_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deadline_at", None), ("ended_at", None), ("started_at", None)),
                            models.Q(("deadline_at__isnull", False), ("started_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="section_run_begun_has_a_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deadline_at", None), ("deadline_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="section_run_deadline_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="section_run_end_after_start",
                    ),
                ],
            },
        ),
        settled_once("exams_sectionrun", column="ended_at", frozen=["attempt_id", "place", "minutes"]),
        refused(
            "exams_sectionrun",
            name="exams_sectionrun_kept",
            when=CHANGED,
            message="a section begins once, and its deadline only moves later",
            verbs=("update",),
        ),
        refused(
            "exams_sectionrun",
            name="exams_sectionrun_in_turn",
            when=OUT_OF_TURN,
            message="a section begins when all before it have ended, and none after it has begun",
        ),
    ]
