"""The addresses of the pages of a return, for tests."""

from django.urls import reverse


def url(world, name="condition-update", *extra):
    return reverse(f"conditions:{name}", args=[*world.period.address, *extra])
