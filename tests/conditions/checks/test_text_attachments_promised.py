import pytest


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("Actions follow the audit (see slide deck).", "see slide deck"),
        ("The data pack was produced. See Appendix C.", "See Appendix C"),
        ("Please see attached risk register.", "see attached risk register"),
        ("The budget is attached as annex 2.", "attached as annex 2"),
        ("More is in the accompanying update report.", "in the accompanying update report"),
        ("The workbook has moved (attached).", "attached"),
        ("Results are shown in the attached appendix.", "in the attached appendix"),
    ],
)
def test_a_promise_with_nothing_attached_is_found(check, text, promise):
    (finding,) = check(text, code="attachment-missing")
    assert promise in finding.sentence


@pytest.mark.parametrize(
    ("text", "attachment"),
    [
        ("Actions follow the audit (see slide deck).", "Board slides May 2024.pptx"),
        ("The data pack was produced. See Appendix C.", "Appendix C - data pack.pdf"),
        ("Please see attached risk register.", "risk_register_v2.xlsx"),
        ("Please see attached.", "anything.docx"),
    ],
)
def test_a_promise_that_an_attachment_answers_is_left_alone(check, text, attachment):
    assert check(text, attachments=[attachment], code="attachment-missing") == []


def test_another_attachment_does_not_answer_a_promise(check):
    assert check("See Appendix C.", attachments=["Appendix B.pdf", "c.pdf"], code="attachment-missing")


@pytest.mark.parametrize(
    "text",
    [
        "A teacher is attached to each school.",
        "We see slides in attendance each winter.",
        "See Appendix A of the code of practice.",
        "The strategy went to Cabinet with a document attached as Appendix 1 to the report.",
        "We see children waiting, and see condition 3.4 for how.",
        "See slide deck at https://example.org/deck.",
    ],
)
def test_other_uses_of_the_words_are_left_alone(check, text):
    assert check(text, code="attachment-missing") == []
