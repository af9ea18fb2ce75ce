"""Where rules and people differ: every decision that is another than was suggested, by sign and language.

Apart from `panels`, because it alone opens what people said; its reading is audited as a list shown.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from helpline.audit import actions as audit
from helpline.contacts import store as contact_store
from helpline.contacts.model import Content
from helpline.rulebook import published, store
from helpline.rulebook.model import Agreement, DecidedRow
from helpline.triage import store as triage_store
from helpline.triage.evaluation import Share
from helpline.triage.model import Standing
from helpline.triage.panels import rule_word, words_at
from helpline.triage.record import Grounds
from helpline.triage.rules import version_of
from helpline.vault.transaction import Transaction
from helpline.web.numbers import number
from helpline.web.words import gettext as _

PERIODS = (7, 30, 90, 365)
MOST, LISTED = 500, 100


async def page(tx: Transaction, days: int, language: str, sign: str) -> dict[str, Any]:
    """Counts by sign and language over a period, the list, and how far the rules agree with people."""
    days = days if days in PERIODS else 90
    since = tx.now - timedelta(days=days)
    opened = [told(tx, row) for row in await store.differing(tx, since, MOST)]
    rows = [
        one for one in opened if (not language or one["language"] == language) and (not sign or sign in one["signs"])
    ]
    await audit.record(tx, "rules.differences_shown", "contact", shown=len(opened))
    version = version_of(await published.current(tx))
    return {
        "days": days,
        "periods": PERIODS,
        "language": language,
        "sign": sign,
        "counts": counts(opened),
        "rows": rows[:LISTED],
        "total": len(rows),
        "cut": len(opened) == MOST,
        "version": version,
        "accuracy": accuracy(await store.agreement(tx, since, version)),
        "accuracy_of_all": accuracy(await store.agreement(tx, since, None)),
    }


def told(tx: Transaction, row: DecidedRow) -> dict[str, Any]:
    """One difference: what was suggested on which words, what was decided, and why."""
    key = tx.vault.open(row.contact_id, row.wrapped or b"")
    content = key.unseal_struct(contact_store.CONTENT, row.contact_id, row.content, Content)
    grounds = Grounds((), ())
    if row.grounds is not None:
        grounds = key.unseal_struct(triage_store.GROUNDS, row.contact_id, row.grounds, Grounds)
    reason = ""
    if row.sealed_reason is not None:
        reason = key.unseal(triage_store.REASON, row.decision_id, row.sealed_reason).decode()
    return {
        "id": row.contact_id,
        "number": row.number,
        "language": row.language or "",
        "at": row.at,
        "suggested": row.suggested_disposition,
        "suggested_urgency": row.suggested_urgency,
        "decided": row.disposition,
        "urgency": row.urgency,
        "sooner": row.urgency.rank < row.suggested_urgency.rank,
        "later": row.urgency.rank > row.suggested_urgency.rank,
        "reason": reason,
        "signs": {one.rule for one in grounds.reasons if one.standing is Standing.SAID},
        "reasons": [(rule_word(one), words_at(one, content)) for one in grounds.reasons][:3],
    }


def counts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The signs that stood behind what people decided otherwise, in each language, the commonest first."""
    found: Counter[tuple[str, str]] = Counter()
    sooner: Counter[tuple[str, str]] = Counter()
    later: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for sign in row["signs"] or {""}:
            name = sign, row["language"]
            found[name] += 1
            sooner[name] += row["sooner"]
            later[name] += row["later"]
    return [
        {"sign": name[0], "language": name[1], "count": count, "sooner": sooner[name], "later": later[name]}
        for name, count in found.most_common(30)
    ]


def accuracy(rows: list[Agreement]) -> list[dict[str, Any]]:
    """Each language's shares with their intervals; all together first. Nothing where nobody decided anything yet."""
    return [
        {
            "language": row.language if at else None,
            "all": not at,
            "decided": row.decided,
            "missed": share(row.missed, row.dangers),
            "false": share(row.false, row.others),
            "same": share(row.same, row.decided),
            "near": share(row.near, row.decided),
        }
        for at, row in enumerate(rows)
        if row.decided
    ]


def share(hits: int, of: int) -> str:
    """`1 of 40: 2% (0 to 13%)`: the count first, the share with its interval of 95 % behind."""
    if not of:
        return _("none to count")
    low, high = Share(hits, of).interval
    shares = {"share": round(100 * hits / of), "low": round(100 * low), "high": round(100 * high)}
    return _("%(hits)s of %(of)s: %(share)d%% (%(low)d to %(high)d%%)") % {
        "hits": number(hits),
        "of": number(of),
        **shares,
    }
