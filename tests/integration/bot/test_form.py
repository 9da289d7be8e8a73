"""The blank form by chat and by real mail, and the filled one that comes back."""

from __future__ import annotations

import asyncio
import smtplib
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from bot.words import LANGUAGES, words_in
from store import drafts, visitors
from store.methods import FORM
from store.signing import is_unsigned
from tests.copies import OURS, THEIRS, a_copy, run_until_quiet
from tests.failing_relay import Scripted, serving
from tests.forms import as_pdf, filled, lines_of
from tests.guiding import Guided
from tests.office import SENDER_ID, an_office
from tests.talking import answer, press, said

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database
    from tests.copies import Copy

pytestmark = pytest.mark.one_store(
    "the store is tested on both; chat and mail do not know which it has"
)


def send(copy: Copy, subject: str, text: str, *files: tuple[str, bytes], **headers: str) -> None:
    """A mail by SMTP."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = THEIRS, OURS, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text + "\n")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    with smtplib.SMTP("127.0.0.1", copy.port, timeout=20) as smtp:
        smtp.send_message(mail, from_addr=THEIRS, to_addrs=[OURS])


def answered(copy: Copy) -> list[EmailMessage]:
    """What came out, once all that came in was read."""
    script = Scripted()
    with serving(script) as port:
        run_until_quiet([(copy, port)])
    return [one.mail for one in script.taken]


def files_of(mail: EmailMessage) -> list[str]:
    return [str(one.get_filename()) for one in mail.iter_attachments()]


def test_the_command_sends_the_form_in_the_language_of_the_visitor(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            sent = await answer(office, "/form")

            assert sent.file is not None
            assert sent.file.name == "acsg-form-ar.docx"
            assert "requests@acsg.example" in sent.text

    asyncio.run(scene())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_has_words_and_a_file_in_every_language(
    database: Database, tmp_path: Path, language: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.chats.add_user(3001, "Ada", language)
            office.sandbox.say(3001, 3001, "/form")
            await office.sandbox.until(
                lambda: office.sandbox.messages(3001, by_bot=True), seconds=20
            )
            (sent,) = office.sandbox.messages(3001, by_bot=True)

            assert sent.file is not None
            assert sent.file.name == f"acsg-form-{language}.docx"
            assert len(sent.text) <= 1024

    asyncio.run(scene())


def test_the_greeting_has_a_button_for_it(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            greeting = await answer(office, "/start")

            sent = await press(office, greeting, "form:send")

            assert sent.file is not None

    asyncio.run(scene())


def test_the_first_question_of_the_dialogue_has_one_and_the_dialogue_goes_on(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            ada = Guided(office, language="ar")
            await ada.begin()

            await ada.press(words_in("ar")("hello.key_form"))
            await office.sandbox.until(lambda: said(office)[-1].file is not None, seconds=20)
            with database.reading() as session:
                visitor = visitors.find(session, SENDER_ID)
            assert visitor is not None
            assert visitor.topic == "guide"

            ada.say("Republic of Kenya")
            await ada.asked("need")

    asyncio.run(scene())


def test_a_mail_that_asks_for_the_form_is_answered_with_it(tmp_path: Path) -> None:
    with a_copy(tmp_path, OURS) as copy:
        send(copy, "Request form", "Could you please send us the form? Thank you.")

        (mail,) = answered(copy)

    assert files_of(mail) == ["acsg-form-en.docx"]
    assert mail["Auto-Submitted"] == "auto-replied"


def test_what_asks_for_more_than_the_form_gives_a_draft_as_well(tmp_path: Path) -> None:
    with a_copy(tmp_path, OURS) as copy:
        send(copy, "Form", "Please send us the form. This is a request for two trainers.")

        (mail,) = answered(copy)
        with copy.db.reading() as session:
            kinds = [one.content.kind for one in drafts.listed(session)]

    assert files_of(mail) == ["acsg-form-en.docx"]
    assert kinds == ["request"]


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"List_Id": "<news.ministry.example>"},
     {"Precedence": "bulk"}],
)  # fmt: skip
def test_no_program_and_no_list_is_sent_the_form(tmp_path: Path, headers: dict[str, str]) -> None:
    with a_copy(tmp_path, OURS) as copy:
        send(copy, "Form", "Could you please send us the form?", **headers)

        assert answered(copy) == []


def test_whoever_asks_again_and_again_has_as_many_answers_as_others_a_day(tmp_path: Path) -> None:
    with a_copy(tmp_path, OURS) as copy:
        for number in range(5):
            send(copy, f"Form {number}", "Could you please send us the form?")

        mails = answered(copy)

    assert [files_of(one) for one in mails] == [["acsg-form-en.docx"]] * 3


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_filled_form_by_mail_gives_a_draft_of_its_answers(tmp_path: Path, kind: str) -> None:
    content = filled("en")
    if kind == "pdf":
        content = as_pdf("en", lines_of(content))
    with a_copy(tmp_path, OURS) as copy:
        send(copy, "Our request", "Please find it attached.", (f"form.{kind}", content))

        (mail,) = answered(copy)
        with copy.db.reading() as session:
            (draft,) = drafts.listed(session)
            stored = drafts.message_of(session, draft.message_id).segments
            unsigned = is_unsigned(session, draft)

    assert draft.content.states == ("KE",)
    assert draft.content.forms == ("technical", "financial")
    assert (draft.content.urgent, draft.content.consent) == (True, False)
    methods = {one.method.partition(".")[0] for one in stored if one.name}
    assert methods == {FORM}
    assert unsigned
    assert files_of(mail) == []


def test_a_form_without_an_answer_is_answered_and_gives_no_draft(tmp_path: Path) -> None:
    with a_copy(tmp_path, OURS) as copy:
        send(copy, "Our form", "See below.", ("form.docx", filled("en", {}, {})))

        mails = answered(copy)
        with copy.db.reading() as session:
            assert list(drafts.listed(session)) == []

    assert [files_of(one) for one in mails] == [[]]
