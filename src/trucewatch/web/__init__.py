"""The workbench: pages over the record for people, and the same as JSON for programs."""

from trucewatch.web.app import create_app
from trucewatch.web.permissions import (
    GRANTS,
    LocalPeople,
    People,
    Permission,
    Person,
    Role,
    requires,
)
from trucewatch.web.settings import WebSettings, check_binding

__all__ = [
    "GRANTS",
    "LocalPeople",
    "People",
    "Permission",
    "Person",
    "Role",
    "WebSettings",
    "check_binding",
    "create_app",
    "requires",
]
