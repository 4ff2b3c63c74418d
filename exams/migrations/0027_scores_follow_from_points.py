"""Percent, decision and order of scores are refused by the database where they cannot have been marked so."""

import django.db.models.expressions
import django.db.models.lookups
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exams", "0026_exports_of_items"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gte", 1)), name="score_revision_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gt", 1), ("correction", None), _connector="OR"),
                name="score_first_of_no_correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("percent__gte", 0),
                    ("percent__lte", 100),
                    models.Q(("most_points__gt", 0), ("percent", 0), _connector="OR"),
                    django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("most_points"), "*", models.Value(Decimal("0.005"))
                            ),
                            "+",
                            models.Value(Decimal("0.501")),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("percent"), "*", models.F("most_points")
                            ),
                            "-",
                            django.db.models.expressions.CombinedExpression(
                                models.F("points"), "*", models.Value(100)
                            ),
                        ),
                    ),
                    django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("most_points"), "*", models.Value(Decimal("0.005"))
                            ),
                            "+",
                            models.Value(Decimal("0.501")),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("percent"), "*", models.F("most_points")
                                ),
                                "-",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("points"), "*", models.Value(100)
                                ),
                            ),
                            "*",
                            models.Value(-1),
                        ),
                    ),
                ),
                name="score_percent_follows_from_points",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("passed", True),
                        ("most_points__gt", 0),
                        ("percent__gte", models.F("cut_percent")),
                        ("failed_critical", []),
                        ("failed_sections__isnull", True),
                    ),
                    models.Q(
                        ("passed", False),
                        models.Q(
                            ("most_points__gt", 0),
                            ("percent__gt", models.F("cut_percent")),
                            ("failed_critical", []),
                            ("failed_sections__isnull", True),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="score_decision_follows_from_percent",
            ),
        ),
    ]
