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
_ROLES: Final = {
    OfficerRole.OFFICER: "officer: decides",
    OfficerRole.READER: "reader: looks, never changes",
    OfficerRole.ADMINISTRATOR: "administrator: decides, and lets people in and out",
}
_LARGEST_ID: Final = 2**52


def listed(session: Session, _words: str, _office: Office, _now: datetime) -> Text:
    """Everybody with their role; a button each, which only administrators may use."""
    found = officers.listed(session)
    people = [{"id": one.id, "name": one.name, "role": _ROLES[one.role]} for one in found]
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
    words = f"{name} belongs to the office no longer." if role == OUT else f"{name} is {role} now."
    return Reply(toast=replies.toast(words), text=listed(session, "", scene.office, now))


def _roles(session: Session, user_id: int) -> Text:
    """The roles to choose from, the present one marked."""
    now = officers.find(session, user_id)
    buttons = [
        Button(
            f"{'● ' if now and now.role is one else ''}{str(one).capitalize()}",
            _press(f"{user_id}.{one}"),
        )
        for one in OfficerRole
    ]
    if now is not None:
        buttons.append(Button("🗑 Remove", _press(f"{user_id}.{OUT}")))
    told = [f"{_name(session, user_id)}: which role?", *_ROLES.values()]
    return Text(
        markup=render("office/plain.html.j2", lines=told), keyboard=markup(in_pairs(buttons))
    )


def _asked(session: Session, user_id: int, role: str) -> Text:
    name = _name(session, user_id)
    if role == OUT:
        words = f"Remove {name}? They can do nothing here any more from then on."
    else:
        words = f"Make {name} {role}?"
    yes = Button(
        f"✅ {'Yes, remove' if role == OUT else 'Yes'}", _press(f"{user_id}.{role}.{_YES}")
    )
    row = [yes, Button("↩️ Back", _press(str(user_id)))]
    return Text(markup=render("office/plain.html.j2", lines=[words]), keyboard=markup([row]))


def _name(session: Session, user_id: int) -> str:
    found = officers.find(session, user_id)
    named = found is not None and found.name != str(user_id)
    return f"{found.name} ({user_id})" if found is not None and named else f"Account {user_id}"


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
