"""Mail on its way out of the outbox, through a real relay that fails as told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.deliver import Deliverer
from bot.mail_delivery import Rates
from ingest.return_path import KEY, number_of
from store import keys, mail_trouble, outbox
from tests.failing_relay import DROP, HANG, Scripted, serving
from tests.post import Post, a_post

if TYPE_CHECKING:
    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the relay does not know which it has"
)


def test_a_mail_whose_end_was_not_answered_comes_again_as_the_same_mail(
    database: Database,
) -> None:
    script = Scripted(DATA=[DROP])
    with serving(script) as port, a_post(database, port) as post:
        post.letter("ministry@example.org")
        post.send_until(post.settled())
        assert [row.possible_repeat for row in post.rows()] == [True]

        post.clock.forward(minutes=1)
        post.send_until(lambda: post.statuses() == ["sent"])

    first, second = script.taken
    assert first.mail["Message-ID"] == second.mail["Message-ID"]
    assert first.mail.as_bytes() == second.mail.as_bytes()


def test_a_mail_that_cannot_have_arrived_is_no_possible_repeat(database: Database) -> None:
    with serving(Scripted(RCPT=[DROP])) as port, a_post(database, port) as post:
        post.letter("ministry@example.org")
        post.send_until(post.settled())

        assert [row.possible_repeat for row in post.rows()] == [False]


def test_a_recipient_that_is_slow_holds_up_no_other(database: Database) -> None:
    script = Scripted(by_address={"slow@example.org": HANG})
    with serving(script) as port, a_post(database, port, timeout_s=30.0) as post:
        post.letter("slow@example.org")
        post.letter("quick@example.org")

        post.send_until(lambda: "sent" in post.statuses())

        assert script.taken[0].to == "quick@example.org"


def test_mails_to_one_address_keep_their_order_while_it_puts_us_off(database: Database) -> None:
    script = Scripted(by_address={"busy@example.org": "450 4.2.1 later"})
    with serving(script) as port, a_post(database, port) as post:
        post.letter("busy@example.org")
        post.letter("busy@example.org")
        post.letter("quick@example.org")
        post.send_until(lambda: "sent" in post.statuses() and post.attempts()[0] == 1)
        assert post.attempts() == [1, 0, 1]

        script.by_address.clear()
        post.clock.forward(minutes=1)
        post.send_until(lambda: post.statuses() == ["sent"] * 3)

    sent = [one.mail["Subject"][-20:] for one in script.taken]
    assert sent.index(post_ref(1, sent)) < sent.index(post_ref(2, sent))


def post_ref(number: int, subjects: list[str]) -> str:
    return next(one for one in subjects if f"-000{number}" in one)


def test_a_mail_is_given_up_after_days_and_the_card_says_so(database: Database) -> None:
    script = Scripted(by_address={"busy@example.org": "450 4.2.1 later"})
    with serving(script) as port, a_post(database, port) as post:
        message = post.letter("busy@example.org")
        post.send_until(post.settled())
        post.clock.forward(days=4)
        post.send_until(post.settled(2))
        assert post.statuses() == ["pending"]

        post.clock.forward(days=2)
        post.send_until(post.settled(3))

    assert post.statuses() == ["failed"]
    with database.reading() as session:
        (trouble,) = mail_trouble.of_message(session, message)
    assert (trouble.what, trouble.problem, trouble.reply) == (
        "failed",
        "recipient_refused",
        "450 4.2.1",
    )


def test_a_relay_that_is_away_is_waited_for_and_every_mail_leaves_then(
    database: Database,
) -> None:
    with serving(Scripted()) as free:
        pass
    with a_post(database, free) as post:
        post.letter("a@example.org")
        post.letter("b@example.org")
        post.send_until(post.settled())
        assert post.statuses() == ["pending", "pending"]
    script = Scripted()
    with serving(script) as port, a_post(database, port) as post:
        post.clock.forward(minutes=10)
        post.send_until(lambda: post.statuses() == ["sent", "sent"])

    assert len(script.taken) == 2


def test_one_address_gets_no_more_than_so_many_mails_an_hour(database: Database) -> None:
    script = Scripted()
    with serving(script) as port, a_post(database, port, Rates(per_address=2)) as post:
        for _ in range(3):
            post.letter("loop@example.org")
        post.letter("other@example.org")
        post.send_until(lambda: post.statuses().count("sent") == 3)
        post.send_until(lambda: not is_due(post))
        assert (post.statuses(), post.attempts()) == (
            ["sent", "sent", "pending", "sent"],
            [1, 1, 0, 1],
        )

        post.clock.forward(hours=1, minutes=1)
        post.send_until(lambda: post.statuses() == ["sent"] * 4)

    assert len(script.taken) == 4


def test_a_restart_forgets_no_mail_that_has_left(database: Database) -> None:
    script = Scripted()
    with serving(script) as port, a_post(database, port, Rates(in_all=1)) as post:
        post.letter("a@example.org")
        post.send_until(lambda: post.statuses() == ["sent"])
    with serving(script) as port, a_post(database, port, Rates(in_all=1)) as post:
        post.letters = 1
        post.letter("b@example.org")
        post.send_until(lambda: not is_due(post))

        assert post.statuses() == ["sent", "pending"]


def is_due(post: Post) -> bool:
    with post.db.reading() as session:
        return outbox.is_due(session, now=post.clock()) or "sending" in post.statuses()


def test_many_at_once_leave_up_to_the_limit_and_the_others_wait(database: Database) -> None:
    script = Scripted()
    with serving(script) as port, a_post(database, port, Rates(in_all=3)) as post:
        for number in range(8):
            post.letter(f"a{number}@example.org")
        post.send_until(lambda: not is_due(post))

        assert len(script.taken) == 3
        assert post.statuses().count("pending") == 5


def test_a_mail_leaves_with_a_path_that_tells_it_when_it_comes_back(database: Database) -> None:
    script, ours = Scripted(), "requests@acsg.example"
    with serving(script) as port, a_post(database, port, returns_to=ours) as post:
        post.letter("a@example.org")
        post.send_until(lambda: post.statuses() == ["sent"])
    (mail,) = post.rows()

    with database.begin() as session:
        key = keys.key(session, KEY)
    assert number_of(key, script.taken[0].sender) == mail.id
    assert script.taken[0].mail["From"].addresses[0].addr_spec == ours


def test_one_that_is_stopped_before_it_began_ends(database: Database) -> None:
    async def scene(post: Post) -> None:
        deliverer = Deliverer(post.db, chat=None, mail=post.mail, clock=post.clock)
        deliverer.stop()
        await asyncio.wait_for(deliverer.run(), 10)

    with serving(Scripted()) as port, a_post(database, port) as post:
        asyncio.run(scene(post))
