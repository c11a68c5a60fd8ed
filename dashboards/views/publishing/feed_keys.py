"""The keys of a council's feed: which there are and how often they are used, making one, revoking one."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Max, Prefetch, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.outside import FeedKeyForm
from dashboards.models import FeedKey, FeedUse
from dashboards.publishing.feed_keys import make_key, revoke_key
from dashboards.publishing.feed_schema import RESOURCES
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed

DAYS_SHOWN = 30


@requires(Permission.PUBLICATION_MANAGE)
def feeds(request: CouncilRequest) -> HttpResponse:
    """Every key, also those revoked, and how often each was used in the last days."""
    since = timezone.localdate() - timedelta(days=DAYS_SHOWN)
    recent = Prefetch("uses", FeedUse.objects.filter(day__gt=since).order_by("-day"), to_attr="recent")
    keys = FeedKey.objects.filter(authority=request.authority).select_related("made_by").prefetch_related(recent)
    counted = keys.annotate(
        last_day=Max("uses__day"), used=Sum("uses__count", filter=Q(uses__day__gt=since), default=0)
    )
    return render(request, "dashboards/feeds/feeds.html", {"keys": list(counted), "days": DAYS_SHOWN})


@requires(Permission.PUBLICATION_MANAGE)
def feed_key_create(request: CouncilRequest) -> HttpResponse:
    """Make a key. It is on the page that answers, with its addresses, and never again."""
    form = FeedKeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = make_key(request.authority, by=request.user, now=timezone.now(), **form.cleaned_data)
        context = {"made": made, "addresses": _addresses(request, made.secret)}
        return render(request, "dashboards/feeds/made.html", context)
    return render(request, "dashboards/feeds/new.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(Permission.PUBLICATION_MANAGE)
def feed_key_revoke(request: CouncilRequest, key_id: int) -> HttpResponse:
    """Close a key at once, when asked."""
    key = get_object_or_404(FeedKey.objects.filter(authority=request.authority), pk=key_id)
    feeds_url = reverse("dashboards:feeds", args=[request.authority.la_code])
    if request.POST.get("revoke") == "yes":
        try:
            revoke_key(key, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            refused = {"reasons": refusal.reasons, "back_url": feeds_url}
            return render(request, "dashboards/feeds/refused.html", refused, status=409)
        messages.success(request, f"Revoked: {key.label}. It no longer reads anything.")
        return redirect(feeds_url)
    context = {"key": key, "cancel_url": feeds_url}
    return render(request, "dashboards/feeds/revoke.html", context, status=422 if request.method == "POST" else 200)


def _addresses(request: CouncilRequest, secret: str) -> list[dict[str, str]]:
    """Of each resource, what it holds and its addresses: with a password, and for programs that cannot send one."""
    la_code = request.authority.la_code
    return [
        {
            "name": resource.name,
            "holds": resource.holds,
            "csv": request.build_absolute_uri(reverse("dashboards:feed", args=[la_code, resource.name, "csv"])),
            "json": request.build_absolute_uri(reverse("dashboards:feed", args=[la_code, resource.name, "json"])),
            "with_key": request.build_absolute_uri(
                reverse("dashboards:feed-by-address", args=[la_code, secret, resource.name, "csv"])
            ),
        }
        for resource in RESOURCES.values()
    ]
