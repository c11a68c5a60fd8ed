from django.urls import include, path

from conditions.views import checking, periods, positions, returns, signing, updates

app_name = "conditions"

PERIOD = "c/<str:la_code>/agreements/<slug:agreement_slug>/periods/<slug:period_slug>/"

urlpatterns = [
    path("", include("conditions.urls_record")),
    path(PERIOD, periods.period, name="period"),
    path(PERIOD + "start/", periods.period_start, name="period-start"),
    path(PERIOD + "conditions/<str:number>/", updates.condition_update, name="condition-update"),
    path(PERIOD + "summary/", updates.summary_update, name="summary-update"),
    path(PERIOD + "feedback-answers/", updates.feedback_answers, name="feedback-answers"),
    path(PERIOD + "dsg-position/", positions.dsg_position, name="dsg-position"),
    path(PERIOD + "dsg-position/<str:financial_year>/", positions.dsg_year, name="dsg-year"),
    path(PERIOD + "check/", checking.check, name="check"),
    path(PERIOD + "send/", checking.send, name="send"),
    path(PERIOD + "recall/", checking.recall, name="recall"),
    path(PERIOD + "sign-off/", signing.sign_off, name="sign-off"),
    path(PERIOD + "sign-off/done/", signing.signed, name="signed"),
    path(PERIOD + "send-back/", signing.send_back, name="send-back"),
    path(PERIOD + "submit/", returns.submit, name="submit"),
    path(PERIOD + "feedback/", returns.feedback, name="feedback"),
    path(PERIOD + "return/", returns.submission_return, name="return"),
    path(PERIOD + "return/rounds/<int:round>/", returns.submission_return, name="return-round"),
    path(PERIOD + "return/rounds/<int:round>/changes/", returns.changes, name="return-changes"),
    path(PERIOD + "return/rounds/<int:round>/files/<slug:kind>/", returns.download, name="return-file"),
    path("c/<str:la_code>/returns/", returns.submissions, name="submissions"),
]
