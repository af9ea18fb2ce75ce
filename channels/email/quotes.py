"""New text apart from what is quoted below it: folded, not lost."""

import re

#: "On … wrote:", and what mail programs say instead in the languages people write to us in.
INTRODUCED = re.compile(
    r"^[ \t]*+(?:"
    r"(?:On|Le|Op|Am|Il|El)\b.{4,200}(?:wrote|a écrit|a ecrit|schreef|geschreven|schrieb)\s{0,20}(?:[^\n]{0,80})?:"
    r"|.{4,200}\btarihinde\b.{0,100}(?:yazdı|şunu yazdı)\s*:"
    r"|(?:في|بتاريخ).{4,200}كتب.{0,100}:"
    r"|-{2,}+[ \t]*+(?:"
    r"Original Message|Message d'origine|Message original|Oorspronkelijk bericht|Ursprüngliche Nachricht|"
    r"Forwarded message|Message transféré|Doorgestuurd bericht|Weitergeleitete Nachricht|Özgün Mesaj)[ \t]*-{2,}"
    r"|_{20,}"
    r")[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
HEADED = re.compile(
    r"^\*?(?:From|De|Van|Von|Kimden|من)[ \t]*:\*?.{3,200}\n(?:^\*?[\w\sÀ-ÿ]{2,20}:\*?.*\n){1,5}",
    re.IGNORECASE | re.MULTILINE,
)
SIGNATURE = re.compile(r"^--\s?$", re.MULTILINE)


def separated(text: str) -> tuple[str, str]:
    """(new, quoted): what the writer wrote now, and everything quoted or signed below it.

    A message that is nothing but a quote, such as a forward, stays whole: somebody sent it to be read.
    """
    cuts = [found.start() for pattern in (INTRODUCED, HEADED, SIGNATURE) if (found := pattern.search(text))]
    cut = min(cuts, default=len(text))
    new, below = text[:cut], text[cut:]
    lines = new.splitlines()
    kept = [line for line in lines if not line.lstrip().startswith(">")]
    quoted = [line for line in lines if line.lstrip().startswith(">")]
    fresh = "\n".join(kept).strip()
    if not fresh:
        return text.strip(), ""
    return fresh, "\n".join([*quoted, below]).strip()
