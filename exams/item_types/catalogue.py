"""Loads every item type: a new type is one new file beside this one."""

from importlib import import_module
from pkgutil import iter_modules

from exams import item_types
from exams.item_types.registry import REGISTRY

for _module in iter_modules(item_types.__path__):
    import_module(f"{item_types.__name__}.{_module.name}")

ITEM_TYPES = sorted(REGISTRY.values(), key=lambda kind: (kind.place, kind.code))
TYPE_LABELS = [(kind.code, kind.label) for kind in ITEM_TYPES]
