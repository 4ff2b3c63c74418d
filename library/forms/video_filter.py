"""How a video is found in the window where one is chosen."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin

from library.models import Video


class VideoFilterForm(SearchFilterMixin, BaseFilterForm):
    """Words of the title or of what is said."""

    def filter(self, objects: QuerySet[Video]) -> QuerySet[Video]:
        """Return the videos with these words."""
        words = self.cleaned_data.get("q", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(
            Q(title__icontains=words) | Q(title_en__icontains=words) | Q(transcript__icontains=words)
        )
