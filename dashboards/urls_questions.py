"""Addresses of questions about editions: where members and people with a link ask, and where officers answer."""

from django.urls import path

from dashboards.views.publishing import questions, questions_asked, questions_closed, shared_questions

_ASK = "c/<str:la_code>/publications/<int:publication_id>/ask/<slug:chart>/"
_ASK_BY_LINK = "s/<str:token>/ask/<slug:chart>/"
_QUESTIONS = "c/<str:la_code>/questions/"
_QUESTION = f"{_QUESTIONS}<int:question_id>/"

urlpatterns = [
    path(_ASK, questions_asked.question_ask, name="question-ask"),
    path(f"{_ASK}sent/", questions_asked.question_sent, name="question-sent"),
    path(_ASK_BY_LINK, shared_questions.shared_question_ask, name="shared-question-ask"),
    path(f"{_ASK_BY_LINK}sent/", shared_questions.shared_question_sent, name="shared-question-sent"),
    path(_QUESTIONS, questions.questions, name="questions"),
    path(_QUESTION, questions.question, name="question"),
    path(f"{_QUESTION}decline/", questions_closed.question_decline, name="question-decline"),
    path(f"{_QUESTION}withdraw/", questions_closed.question_withdraw, name="question-withdraw"),
]
