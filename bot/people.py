"""Who belongs to the secretariat, in its chat: listed by anybody, changed by administrators.

What counts is who presses, never where. Every change is asked once more before it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import replies
from bot.callbacks import Press, Verb
from bot.keyboards import Button, in_pairs, markup
from bot.office_words import say
from bot.render import render
from bot.scene import Reply, Text
from store import audit, officers
from store.errors import LastAdministratorError
from store.model import Officer, OfficerRole

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office, Scene

#: in place of a role: the person goes
OUT: Final = "none"
_YES: Final = "yes"
#: in the order in which they are told
_ROLES: Final = (OfficerRole.OFFICER, OfficerRole.READER, OfficerRole.ADMINISTRATOR)
_LARGEST_ID: Final = 2**52


def listed(session: Session, _words: str, _office: Office, _now: datetime) -> Text:
    """Everybody with their role; a button each, which only administrators may use."""
    found = officers.listed(session)
    people = [{"id": one.id, "name": one.name, "role": _can(one.role)} for one in found]
    buttons = [Button(f"👤 {one.name[:24]}", _press(str(one.id))) for one in found]
    markup_ = render("office/officers.html.j2", people=people)
    return Text(markup=markup_, keyboard=markup(in_pairs(buttons)))


def add(session: Session, words: str, _office: Office, now: datetime, officer: Officer) -> Reply:
    """`/add`: which role a person shall have, by their id or by a reply to what they wrote."""
    if officer.role is not OfficerRole.ADMINISTRATOR:
        _refused(session, officer, "add", now)
        return Reply(messages=(_plain(say("replies.administrators_only")),))
    user_id = _user_id(words.strip())
    if user_id is None:
        return Reply(messages=(_plain(say("replies.add_whom")),))
    return Reply(messages=(_roles(session, user_id),))


def pressed(scene: Scene) -> Reply:
    """A person, then a role, then yes: one after the other in the same message."""
    if scene.officer.role is not OfficerRole.ADMINISTRATOR:
        _refused(scene.session, scene.officer, Verb.ROLE, scene.now)
        return Reply(toast=say("replies.administrators_only"), is_alert=True)
    who, _, rest = (scene.press.argument or "").partition(".")
    role, _, sure = rest.partition(".")
    user_id = _user_id(who)
    if user_id is None or role not in {"", OUT, *OfficerRole}:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    if not role:
        return Reply(text=_roles(scene.session, user_id))
    if sure != _YES:
        return Reply(text=_asked(scene.session, user_id, role))
    return _done(scene, user_id, role)


def _done(scene: Scene, user_id: int, role: str) -> Reply:
    session, now, by = scene.session, scene.now, scene.officer
    name = _name(session, user_id)
    try:
        if role == OUT:
            changed = officers.revoke(session, user_id, who=by, now=now) is not None
        else:
            changed = officers.add(session, user_id, OfficerRole(role), who=by, now=now)
    except LastAdministratorError:
        _refused(session, by, f"role.{role}", now)
        return Reply(toast=say("replies.last_administrator"), is_alert=True)
    if not changed:
        return Reply(
            toast=say("replies.nothing_changed"), text=listed(session, "", scene.office, now)
        )
    words = say(f"roles_given.{role}", name=name)
    return Reply(toast=replies.toast(words), text=listed(session, "", scene.office, now))


def _roles(session: Session, user_id: int) -> Text:
    """The roles to choose from, the present one marked."""
    now = officers.find(session, user_id)
    buttons = [
        Button(
            f"{'● ' if now and now.role is one else ''}{say(f'role_buttons.{one}')}",
            _press(f"{user_id}.{one}"),
        )
        for one in OfficerRole
    ]
    if now is not None:
        buttons.append(Button(say("people.remove"), _press(f"{user_id}.{OUT}")))
    asks = say("people.which_role", name=_name(session, user_id))
    told = [asks, *(_can(one) for one in _ROLES)]
    return Text(
        markup=render("office/plain.html.j2", lines=told), keyboard=markup(in_pairs(buttons))
    )


def _asked(session: Session, user_id: int, role: str) -> Text:
    words = say(f"roles_asked.{role}", name=_name(session, user_id))
    yes = Button(
        say("people.yes_remove" if role == OUT else "people.yes"),
        _press(f"{user_id}.{role}.{_YES}"),
    )
    row = [yes, Button(say("keyboards.back"), _press(str(user_id)))]
    return Text(markup=render("office/plain.html.j2", lines=[words]), keyboard=markup([row]))


def _can(role: OfficerRole) -> str:
    """A role, and what whoever has it may do."""
    return say(f"roles.{role}")


def _name(session: Session, user_id: int) -> str:
    found = officers.find(session, user_id)
    named = found is not None and found.name != str(user_id)
    return (
        f"{found.name} ({user_id})"
        if found is not None and named
        else say("people.account", id=user_id)
    )


def _user_id(words: str) -> int | None:
    """A user id: a number above 0, as groups have none."""
    is_number = words.isascii() and words.isdecimal()
    return int(words) if is_number and 0 < int(words) < _LARGEST_ID else None


def _refused(session: Session, officer: Officer, verb: str, now: datetime) -> None:
    details = {"user": officer.id, "verb": verb}
    audit.record(session, what="refused", who=officer, details=details, now=now)


def _press(argument: str) -> Press:
    return Press(verb=Verb.ROLE, argument=argument)


def _plain(words: str) -> Text:
    return Text(markup=render("office/plain.html.j2", lines=[words]))
