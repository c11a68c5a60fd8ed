import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0016_secrets_of_sent_emails"),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviewBuild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be worked out"),
                            ("working", "Being worked out"),
                            ("done", "Worked out"),
                            ("failed", "Could not be worked out"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_from", models.CharField(max_length=64)),
                ("withheld", models.JSONField(blank=True, default=list)),
                ("exposed", models.JSONField(blank=True, default=list)),
                ("found", models.PositiveIntegerField(default=0)),
                ("began_at", models.DateTimeField()),
                ("heartbeat_at", models.DateTimeField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_build",
                        to="dashboards.publication",
                    ),
                ),
            ],
            options={
                "ordering": ("publication",),
            },
        ),
    ]
