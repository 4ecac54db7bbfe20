"""The version of the distribution, the command and the HTTP service: the only place it is written."""

__version__ = "0.1.0"
