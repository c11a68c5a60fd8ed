from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    name = "conditions"
    verbose_name = "Agreements, conditions and returns"
    default_auto_field = "django.db.models.BigAutoField"
