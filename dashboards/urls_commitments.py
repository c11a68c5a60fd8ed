"""Addresses of an agreement's commitments: placement lists, typed totals, plans on the way."""

from django.urls import path

from dashboards.views.money import commitment_edits as edits
from dashboards.views.money import commitment_lists as lists
from dashboards.views.money import commitments

_COMMITMENTS = "c/<str:la_code>/finance/<slug:agreement_slug>/commitments/"
_LIST = f"{_COMMITMENTS}lists/<int:list_id>"

urlpatterns = [
    path(_COMMITMENTS, commitments.commitments, name="commitments"),
    path(f"{_COMMITMENTS}template.<str:format>", commitments.commitments_template, name="commitments-template"),
    path(f"{_COMMITMENTS}upload/", lists.commitments_upload, name="commitments-upload"),
    path(f"{_COMMITMENTS}drafts/<int:draft_id>/", lists.commitments_draft, name="commitments-draft"),
    path(f"{_COMMITMENTS}type/", edits.commitments_type, name="commitments-type"),
    path(f"{_COMMITMENTS}plans-on-the-way/", edits.commitments_basis, name="commitments-basis"),
    path(f"{_LIST}.<str:format>", commitments.commitments_file, name="commitments-file"),
    path(f"{_LIST}/remove/", lists.commitments_remove, name="commitments-remove"),
]
