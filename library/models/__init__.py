"""What pages are made of."""

from library.models.document import CustomDocument
from library.models.image import CustomImage, CustomRendition
from library.models.standard import Standard

__all__ = ["CustomDocument", "CustomImage", "CustomRendition", "Standard"]
