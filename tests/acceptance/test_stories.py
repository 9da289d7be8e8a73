"""Stories of people, end to end: the whole program with its reader, through a restart."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from bot.app import running
from bot.sandbox.people import OFFICER_A, OFFICER_B, SECRETARIAT
from bot.settings import load_settings
from bot.words import words_in
from store import drafts
from tests.guiding import Guided
from tests.killing import free_port
from tests.office import TestOffice
from tests.town import gone_by

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Draft

#: seconds; the first letter waits for the reader's models
PATIENCE: Final = 150
SALMA: Final = 3001
#: what the ministry writes; of how results are measured it says nothing
ANSWERS: Final = {
    "who": "الجمهورية الإسلامية الموريتانية، وزارة الداخلية، إدارة شؤون اللاجئين. "
    "السيدة سلمى بنت أحمد، المديرة. salma@interieur-mr.example",
    "need": "نحتاج إلى مدرّبين اثنين على إجراء المقابلات مع الأطفال طالبي اللجوء. "
    "لم يتلقَّ أيٌّ من موظفينا الأربعين تدريبًا في هذا المجال، ولا يوجد في بلدنا من يقدّمه.",
    "assessed": "أجرينا في مارس تقييمًا ذاتيًا أظهر تأخرًا كبيرًا في البت. "
    "لدينا اثنا عشر موظف مقابلات.",
    "commitment": "قرر مجلس الوزراء في الثاني عشر من مايو إنشاء هذه الوحدة.",
    "plan": "يندرج ذلك في الهدف الثالث من خطة العمل الوطنية للجوء: قرارات أكثر إنصافًا.",
    "objectives": "بحلول ديسمبر يُدرَّب عشرون موظفًا، وبحلول يونيو يُدرَّب الأربعون جميعًا.",
    "lasting": "يواصل خمسة مدرّبين من موظفينا العمل بعد انتهاء الدعم، ووظائفهم مدرجة في الميزانية.",
    "others": "يموّل بنك تنمية نظام التسجيل، ونجتمع مع جميع الشركاء كل شهر.",
}
MEASURES: Final = (
    "نقيس مدة الانتظار ونسبة القرارات التي تؤيدها المحكمة، ونرفع تقريرًا كل ثلاثة أشهر يبيّن كيف "
    "استُخدم الدعم."
)

pytestmark = pytest.mark.timeout(600)


def settings_of(folder: Path) -> dict[str, str]:
    return {
        "ACSG_CHAT": "sandbox",
        "ACSG_DATA_DIR": str(folder),
        "ACSG_SMTP_LISTEN": "off",
        "ACSG_SANDBOX_LISTEN": f"127.0.0.1:{free_port()}",
        "ACSG_HTTP_LISTEN": "off",
    }


@asynccontextmanager
async def at_work(environ: dict[str, str]) -> AsyncIterator[TestOffice]:
    """The program from its start to its end; what it kept is there the next time."""
    settings, opened = load_settings(environ), list[TestOffice]()

    def now() -> datetime:
        # the program looks at the clock before anybody can set it
        return opened[0].now() if opened else datetime.now(UTC)

    with gone_by(now):
        async with running(settings) as program:
            assert program.rehearsal is not None
            opened.append(TestOffice(program.database, program.rehearsal.sandbox, settings))
            yield opened[0]


def cards(office: TestOffice) -> list[Message]:
    return [
        one
        for one in office.sandbox.messages(SECRETARIAT, by_bot=True)
        if any(":confirm:" in button.get("callback_data", "") for button in one.buttons)
    ]


async def until(office: TestOffice, found: Callable[[], object]) -> None:
    await office.sandbox.until(found, PATIENCE)


async def press(office: TestOffice, user: int, message: Message, word: str) -> str:
    await until(office, lambda: any(word in one["text"] for one in message.buttons))
    query = await office.press(user, message, word)
    return query.answer or ""


async def confirm(office: TestOffice, user: int, card: Message) -> str:
    """Confirm as officers do: what is unsure is looked at first, and who is asked reads it."""
    answer = await press(office, user, card, "Confirm")
    while answer.startswith("Look first"):
        word = next(one["text"] for one in card.buttons if one["text"].startswith("🔎"))
        if "Evidence" in word:
            break
        await press(office, user, card, word)
        answer = await press(office, user, card, "Confirm")
    if answer.startswith("Do you read"):
        answer = await press(office, user, card, "Yes, I read it")
    return answer


def the_draft(office: TestOffice) -> Draft:
    with office.db.reading() as session:
        (found,) = drafts.listed(session)
    return found


async def guided_to_the_middle(environ: dict[str, str]) -> None:
    async with at_work(environ) as office:
        office.sandbox.chats.add_user(SALMA, "سلمى بنت أحمد", "ar")
        guide = Guided(office, user=SALMA, language="ar")
        await guide.begin()
        for code in ("who", "need", "assessed", "commitment"):
            await guide.answer(code, ANSWERS[code])
        await guide.asked("plan")


async def guided_to_the_end(office: TestOffice) -> None:
    guide = Guided(office, user=SALMA, language="ar")
    for code in ("plan", "objectives", "lasting", "others"):
        await guide.answer(code, ANSWERS[code])
    await guide.asked("measures")
    await guide.press(guide.words("skip"))
    await guide.asked("form")
    await guide.press(guide.words("form_technical"))
    await office.button(guide.last(), f"✓ {guide.words('form_technical')}")
    await guide.press(guide.words("next"))
    await guide.asked("urgency")
    await guide.press(guide.words("urgency_normal"))
    await guide.asked("consent")
    await guide.press(guide.words("consent_yes"))
    await guide.asked("conditions")
    await guide.press(guide.words("skip"))
    await guide.hears(guide.words("ready"))
    await guide.press(guide.words("send"))


async def asked_back(office: TestOffice, card: Message) -> None:
    """An officer asks for what is missing, and the ministry answers in the chat."""
    sandbox = office.sandbox
    before = len(sandbox.messages(SECRETARIAT, by_bot=True))
    await press(office, OFFICER_A.id, card, "Missing")
    await until(office, lambda: len(sandbox.messages(SECRETARIAT, by_bot=True)) > before)
    missing = sandbox.messages(SECRETARIAT, by_bot=True)[-1]
    await press(office, OFFICER_A.id, missing, "Ask the sender")
    heard = len(sandbox.messages(SALMA, by_bot=True))
    await press(office, OFFICER_A.id, missing, "Send")
    assert the_draft(office).status == "waiting"
    # the minute in which it can be undone
    office.later(seconds=61)
    await until(office, lambda: len(sandbox.messages(SALMA, by_bot=True)) > heard)
    sandbox.say(SALMA, SALMA, MEASURES)
    await until(office, lambda: the_draft(office).status == "draft")
    # the card is drawn anew a moment later
    fresh = f":{the_draft(office).revision}"
    await until(office, lambda: any(one["callback_data"].endswith(fresh) for one in card.buttons))


def test_an_authority_in_arabic_is_guided_asked_back_and_registered_through_a_restart(
    tmp_path: Path,
) -> None:
    environ = settings_of(tmp_path)

    async def story() -> tuple[Draft, Draft, str, str]:
        await guided_to_the_middle(environ)
        async with at_work(environ) as office:
            await guided_to_the_end(office)
            await until(office, lambda: cards(office))
            drafted = the_draft(office)
            (card,) = cards(office)
            await asked_back(office, card)
            done = await confirm(office, OFFICER_A.id, card)
            late = await press_late(office, card, drafted)
            return drafted, the_draft(office), done, late

    async def press_late(office: TestOffice, card: Message, drafted: Draft) -> str:
        query = await office.send_press(
            OFFICER_B.id, card, f"1:confirm:{drafted.id}:{the_draft(office).revision}"
        )
        return query.answer or ""

    drafted, registered, done, late = asyncio.run(story())

    evidenced = {one.id for one in registered.content.criteria if one.status == "evidenced"}
    assert (drafted.content.kind, drafted.content.states, drafted.language) == (
        "request",
        ("MR",),
        "ar",
    )
    assert drafted.content.consent is True
    assert "15vii" not in {one.id for one in drafted.content.criteria if one.status == "evidenced"}
    assert {"13a", "13b", "15i", "15ii", "15iii", "15vi", "15vii"} <= evidenced
    assert registered.register_ref is not None
    assert registered.register_ref in done
    assert OFFICER_A.name in late


def test_who_leaves_in_the_middle_is_led_on_in_their_language(tmp_path: Path) -> None:
    environ = settings_of(tmp_path)

    async def story() -> str:
        await guided_to_the_middle(environ)
        async with at_work(environ) as office:
            office.sandbox.say(SALMA, SALMA, "/request")
            guide = Guided(office, user=SALMA, language="ar")
            return (await guide.asked("plan")).text

    assert words_in("ar")("guide.plan_ask") in asyncio.run(story())
