"""Static files under names that hold a hash of their content, the modules that a module imports too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Imports of the project's own modules are followed; those of vendors come as they are."""

    # The last pattern is import("…"), which modules use in comments alone, to name a type: nothing to wait for.
    _imports = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1][:-1]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _imports))
    # A module is named only when all that it imports are, level by level.
    max_post_process_passes = 20
