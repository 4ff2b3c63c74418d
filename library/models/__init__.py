"""What pages are made of."""

from library.models.document import CustomDocument
from library.models.image import CustomImage, CustomRendition
from library.models.standard import Standard
from library.models.video import Video

__all__ = ["CustomDocument", "CustomImage", "CustomRendition", "Standard", "Video"]
