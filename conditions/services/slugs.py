"""Names for addresses, made from what a person typed."""

from collections.abc import Collection

from django.utils.text import slugify


def free_slug(text: str, *, taken: Collection[str], limit: int) -> str:
    """``text`` as a slug that is not taken, at most ``limit`` characters: "update-1", then "update-1-2"."""
    base = slugify(text)[: limit - 4].strip("-") or "unnamed"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
