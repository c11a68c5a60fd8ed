from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "safetyvalve.demo"
    label = "demo"
    verbose_name = "Demonstration councils"
