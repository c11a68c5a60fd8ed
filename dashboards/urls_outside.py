"""Addresses for people and programs without an account, and where a council decides what they can read."""

from django.urls import path

from dashboards.views.publishing import feed, feed_keys, public, public_settings, shared

_FEEDS = "c/<str:la_code>/feeds/"

urlpatterns = [
    path("s/<str:token>/", shared.shared_edition, name="shared-edition"),
    path("p/<str:la_code>/", public.public_page, name="public-page"),
    path("p/<str:la_code>/<int:publication_id>/", public.public_edition, name="public-edition"),
    path("feed/", feed.feed_schema, name="feed-schema"),
    path("feed/<str:la_code>/<slug:resource>.<str:format>", feed.feed, name="feed"),
    path("feed/<str:la_code>/<str:secret>/<slug:resource>.<str:format>", feed.feed_by_address, name="feed-by-address"),
    path("c/<str:la_code>/publications/public-page/", public_settings.public_page_settings, name="public-settings"),
    path(_FEEDS, feed_keys.feeds, name="feeds"),
    path(f"{_FEEDS}new/", feed_keys.feed_key_create, name="feed-key-create"),
    path(f"{_FEEDS}<int:key_id>/revoke/", feed_keys.feed_key_revoke, name="feed-key-revoke"),
]
