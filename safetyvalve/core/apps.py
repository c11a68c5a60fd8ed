from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "safetyvalve.core"
    label = "core"
    verbose_name = "People, access and audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safetyvalve.core import append_only

        append_only.connect()
