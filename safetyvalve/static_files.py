"""Static files under names that carry their content's hash, compressed once when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Rewrites the addresses in JavaScript `import` statements too: the style library's script is a module,
    and its importers would otherwise ask for a name that browsers may keep for ever."""

    support_js_module_import_aggregation = True
