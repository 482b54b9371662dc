"""For the small storm of the suite: files are served as they lie in the project, without collecting them first."""

from tests.settings import *  # noqa: F403 -- a settings module extends another by its names

WHITENOISE_USE_FINDERS = True
