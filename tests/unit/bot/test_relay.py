"""What follows from each way in which a relay fails, against a real one that fails as told."""

from __future__ import annotations

import threading
from email.message import EmailMessage

import pytest

from bot.delivery_errors import NotDeliveredError
from bot.mail_schedule import LIFE, mail_pause
from bot.relay import Relay
from tests.failing_relay import DROP, HANG, Scripted, serving

TIMEOUT_S = 1.0


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "c@d.example", "Letter"
    mail["Message-ID"] = "<1@ours.example>"
    mail.set_content(".\nA line that is a dot.\n")
    return mail


def send(port: int, to: str = "c@d.example", **given: object) -> None:
    # what hangs is waited for shortly, on a machine that may be busy
    settings = {"timeout_s": TIMEOUT_S, "verdict_s": TIMEOUT_S} | given
    relay = Relay(host="127.0.0.1", port=port, **settings)  # type: ignore[arg-type]
    relay.send(a_mail(), sender="a@ours.example", to=to, name="x")


def failure(script: Scripted, **given: object) -> NotDeliveredError:
    with serving(script) as port, pytest.raises(NotDeliveredError) as caught:
        send(port, **given)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("stage", "action", "problem", "permanent"),
    [
        ("MAIL", "421 4.3.2 going down", "sender_refused", False),
        ("MAIL", "550 5.1.8 not you", "sender_refused", False),
        ("MAIL", "552 5.3.4 too large", "mail_refused", True),
        ("MAIL", HANG, "relay_lost", False),
        ("MAIL", DROP, "relay_lost", False),
        ("RCPT", "421 4.3.2 going down", "recipient_refused", False),
        ("RCPT", "450 4.2.1 greylisted", "recipient_refused", False),
        ("RCPT", "550 5.1.1 unknown", "recipient_refused", True),
        ("RCPT", "554 5.7.1 relay access denied", "relay_denies", False),
        ("RCPT", "530 5.7.0 log in first", "relay_denies", False),
        ("RCPT", HANG, "relay_lost", False),
        ("RCPT", DROP, "relay_lost", False),
        ("DATA", "421 4.3.2 going down", "mail_refused", False),
        ("DATA", "451 4.3.0 later", "mail_refused", False),
        ("DATA", "554 5.6.0 never", "mail_refused", True),
    ],
)
def test_each_answer_has_its_consequence(
    stage: str, action: str, problem: str, *, permanent: bool
) -> None:
    script = Scripted()
    getattr(script, stage).append(action)

    error = failure(script)

    assert (error.problem, error.permanent, error.unknown) == (problem, permanent, False)
    assert script.taken == []


@pytest.mark.parametrize("action", [HANG, DROP])
def test_after_the_final_dot_silence_leaves_the_outcome_open(action: str) -> None:
    error = failure(Scripted(DATA=[action]))

    assert (error.problem, error.permanent, error.unknown) == ("relay_lost", False, True)


def test_an_answer_after_the_final_dot_that_is_none_leaves_the_outcome_open() -> None:
    error = failure(Scripted(DATA=["what?"]))

    assert error.unknown


def test_an_answer_in_words_is_kept_as_numbers() -> None:
    error = failure(Scripted(RCPT=["550 5.1.1 <c@d.example> unknown"]))

    assert error.reply == "550 5.1.1"


def test_a_mail_arrives_as_it_was_written() -> None:
    script = Scripted()

    with serving(script) as port:
        send(port)

    assert script.taken[0].mail.get_content() == ".\r\nA line that is a dot.\r\n"
    assert (script.taken[0].sender, script.taken[0].to) == ("a@ours.example", "c@d.example")


def test_a_relay_without_starttls_loses_no_mail() -> None:
    error = failure(Scripted(), tls="starttls")

    assert (error.problem, error.permanent) == ("relay_offers_no_tls", False)


def test_a_relay_without_a_login_loses_no_mail() -> None:
    error = failure(Scripted(), user="intake", password="only here")

    assert (error.problem, error.permanent) == ("relay_offers_no_login", False)


def test_a_relay_that_does_not_speak_tls_loses_no_mail() -> None:
    error = failure(Scripted(), tls="tls")

    assert error.problem in {"relay_tls_failed", "relay_lost"}
    assert not error.permanent


def test_a_command_that_prints_no_token_loses_no_mail() -> None:
    error = failure(Scripted(), user="intake", token_command="false")

    assert (error.problem, error.permanent) == ("relay_token_failed", False)


def test_a_foreign_address_that_the_relay_cannot_write_to_is_given_up() -> None:
    error = failure(Scripted(), to="señora@d.example")

    assert (error.problem, error.permanent) == ("address_not_supported", True)


def test_what_waits_for_an_answer_can_be_cut_off() -> None:
    script = Scripted(DATA=[HANG])
    caught: list[NotDeliveredError] = []
    with serving(script) as port:
        relay = Relay(host="127.0.0.1", port=port, verdict_s=60)

        def hand_over() -> None:
            try:
                relay.send(a_mail(), sender="a@ours.example", to="c@d.example", name="x")
            except NotDeliveredError as error:
                caught.append(error)

        sending = threading.Thread(target=hand_over)
        sending.start()
        while sending.is_alive():
            relay.cut()
            sending.join(0.05)

    assert [error.problem for error in caught] in (["relay_lost"], ["relay_unreachable"])


def test_pauses_grow_from_a_moment_to_hours() -> None:
    pauses = [mail_pause(attempt, of_relay=False) for attempt in range(1, 30)]

    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[1], pauses[-1]) == (5, 60, 10800)


def test_a_mail_is_tried_for_days_but_not_too_often() -> None:
    waited, attempts = 0.0, 0
    while waited < LIFE.total_seconds():
        attempts += 1
        waited += mail_pause(attempts, of_relay=False)

    assert LIFE.days == 5
    assert 40 < attempts < 60


def test_a_relay_that_was_away_is_asked_soon() -> None:
    assert max(mail_pause(attempt, of_relay=True) for attempt in range(1, 999)) == 600
