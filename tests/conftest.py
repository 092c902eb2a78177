"""What holds for every test: an example of a property may take as long as a busy machine needs, as a test never measures time."""

from hypothesis import settings

settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")
