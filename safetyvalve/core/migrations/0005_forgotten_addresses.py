from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0004_data_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingemail",
            name="forgets_address",
            field=models.BooleanField(default=False),
        ),
    ]
