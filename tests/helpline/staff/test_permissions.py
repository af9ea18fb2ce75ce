"""Who may do what, written down a second time: a change here is a decision, not an accident."""

import pytest

from helpline.errors import Invalid
from helpline.staff.permissions import GRANTED, OPEN, Permission, Role
from helpline.staff.rules import grantable

TABLE = """
                operator case_worker supervisor researcher data_protection_officer administrator
queue.read      x        x           x          .          x                       .
view.share      .        .           x          .          .                       .
contact.read    x        x           x          .          x                       .
contact.write   x        x           x          .          .                       .
contact.decide  x        x           x          .          .                       .
contact.reply   x        x           x          .          .                       .
line.answer     x        x           x          .          .                       .
case.read       x        x           x          .          x                       .
case.write      x        x           x          .          .                       .
follow_up.read  x        x           x          .          x                       .
follow_up.write x        x           x          .          .                       .
number.read     x        x           x          .          .                       .
person.read     x        x           x          .          x                       .
person.write    x        x           x          .          .                       .
partner.read    x        x           x          x          x                       x
partner.write   .        x           x          .          .                       .
roster.read     x        x           x          .          .                       x
roster.write    .        .           x          .          .                       x
hours.write     .        .           x          .          .                       x
board.read      .        .           x          .          .                       .
report.read     .        .           x          x          x                       .
staff.read      .        .           x          .          x                       x
staff.write     .        .           .          .          .                       x
staff.reset     .        .           x          .          .                       x
audit.read      .        .           x          .          x                       .
health.read     .        .           x          .          .                       x
health.write    .        .           x          .          .                       .
wording.write   .        .           x          .          .                       .
rules.read      x        x           x          .          x                       .
rules.write     .        .           x          .          .                       .
settings.read   .        .           x          .          x                       x
retention.write .        .           x          .          x                       .
"""


def test_each_role_may_do_what_the_table_says_and_nothing_else() -> None:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    written = {(role, line[0]) for line in lines for role, mark in zip(head, line[1:], strict=True) if mark == "x"}
    assert written == {(role, permission) for role in Role for permission in GRANTED[role]}
    assert [line[0] for line in lines] == [permission for permission in Permission if permission not in OPEN]


@pytest.mark.parametrize("names", [[], ["public"], ["signed_in"], ["entering"], ["contact.eat"]])
def test_a_token_gets_real_permissions_only(names: list[str]) -> None:
    with pytest.raises(Invalid):
        grantable(names)
