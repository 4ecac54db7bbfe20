"""The HTTP service: networks in, background runs, results out. For this machine only."""

from api.http.app import create_app
from api.http.configuration import Configuration, is_loopback

__all__ = ["Configuration", "create_app", "is_loopback"]
