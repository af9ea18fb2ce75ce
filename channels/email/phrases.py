"""How mail systems speak: who they say they are, and how they say that something did not arrive, in the languages and
manners of the world's mail programs. Sentences, not products: the next system says the same.
"""

import re

SPEAKERS = re.compile(
    r"mailer[-_. ]?daemon|mail[-_. ]?daemon|post[-_ ]?master|mail(?:er)?[-_ ]?(?:delivery|deliver|system|service|"
    r"administrator|admin"
    r"|error)|delivery[-_ ]?(?:sub)?system|^\s*daemon\b|bounces?(?:[-+_]|$|\b)|^mmdf|^smtp|^auto-?reply\b|"
    r"systemadministrator|system administrator|^mailadmin|mdaemon|^esmtp|returned mail|undeliver|microsoftexchange|"
    r"(?:mail|smtp)[-_ ]?gateway|anti-?virus",
    re.IGNORECASE,
)
CARRIERS = re.compile(r"^(?:no-?reply|info|mailer|mta|mail)@(?:bounce|mailer|returns?|mta)[\w.-]*$", re.IGNORECASE)
SUBJECTS = re.compile(
    r"undeliver|un-?deliverable|delivery (?:status|failure|failed|has failed|problem|report|delay|error|"
    r"notification|unsuc"
    r"|to the following)|failed (?:delivery|mail|to deliver)|mail delivery|delivery to .{1,80} (?:failed|delayed)|"
    r"failure (?:notice|delivery)|non[- ]?(?:delivery|remis)|"
    r"could(?: not|n't) be delivered|mail (?:system )?(?:error|failed|failure)|returned (?:mail|to sender|e?-?mail)|"
    r"message (?:delivery|status|not delivered|undeliverable|delayed|you sent)|rejected mail|mail could not|"
    r"unable to deliver|could not send|warning: (?:could|message|mail)|user unknown|not delivered|undelivered|"
    r"delayed mail|unzustellbar|nicht zugestellt|zustellung|onbestelbaar|niet (?:bezorgd|afgeleverd)|échec|"
    r"non remis|non distribu|mancata consegna|teslim edilemedi|iletilemedi|недостав|не доставлен|"
    r"no se (?:pudo|puede|ha podido) entregar|não (?:foi )?entregue|配信(?!停止)|宛先|送信エラー|メールエラー|"
    r"エラー通知|退信|لم يتم تسليم|تعذر",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"(?:could|can|was|were|has|have|had|is|are|did|do|does)(?: ?not|n['’]t) (?:be |been |get )?(?:successfully )?"
    r"(?:deliver|sent|accept|reach|forward|transmit|process|relay|complete the delivery)|"
    r"cannot (?:be |send|deliver|accept|relay)|unable to (?:deliver|send|relay|transmit|contact|connect|complete)|"
    r"(?:wasn['’]t|not) (?:able|possible) to (?:deliver|send|relay|be delivered)|"
    r"undeliver|not (?:be )?deliverable|not delivered|"
    r"deliver(?:y|ing)? .{0,200}?(?:has |have |was |had |permanently )*(?:fail|error|unsuccessful|aborted|problem)|"
    r"fail(?:ed|ure) (?:to |in )?(?:deliver|transmit|notice|recipient|address|permanently)|"
    r"failed.{0,40}(?:addresses|recipients)|return(?:ed|ing) (?:mail|message|to (?:sender|originator))|"
    r"returned (?:unopened|undelivered)|(?:user|host|recipient|mailbox|domain|account|"
    r"address) (?:is )?(?:unknown|not found|"
    r"unavailable|disabled|inactive|rejected)|unknown (?:user|host|recipient|local part|address|domain|mailbox)|"
    r"no such (?:user|mailbox|address|recipient|person|domain|host)|"
    r"(?:user|recipient|mailbox|address|account|domain|name)[^\n.]{0,60} (?:does not|doesn['’]t|do not) exist|"
    r"invalid (?:recipient|address|mailbox|user)|unrouteable|no valid recipients|not (?:listed|found) in|"
    r"not a valid (?:user|recipient|address|mailbox)|failed mail\b|"
    r"permanent (?:fatal )?(?:error|failure)|fatal error|mail system error|delivery errors?|rejected by|"
    r"malformed recipient|incorrectly constructed|"
    r"aborted after|could not find a gateway|smtp error from remote|"
    r"n['’](?:a|ont) (?:pas )?pu (?:[êe]tre )?(?:remis|d[ée]livr|distribu|livr|envoy|achemin|lui )|échec (?:de|d['’]|"
    r"définitif)|"
    r"non remis|utilisateur inconnu|impossible de (?:remettre|distribuer|livrer)|"
    r"niet (?:worden )?(?:bezorgd|afgeleverd|besteld)|onbestelbaar|"
    r"nicht (?:zugestellt|zustellbar|übermittelt|ausgeliefert)|unzustellbar|"
    r"no se (?:pudo|puede|ha podido) entregar|non è stato possibile|não (?:pôde|foi possível)|"
    r"teslim edilemedi|iletilemedi|ulaştırılamadı|تعذر (?:تسليم|إرسال)|لم يتم (?:تسليم|توصيل)|"
    r"не (?:удалось|может быть|было|был) доставлен|не удалось доставить|недоставлен|nie (?:została|można) dostarcz|"
    r"(?:配信|お届け|送信|配送|届ける|送達)(?:すること)?(?:が)?(?:でき|出来)ま(?:せん|し)|宛先不明|エラーのため|送信先|"
    r"あて先|見つかりません|退信|投递失败|无法(?:送达|投递)|無法(?:送達|傳遞)",
    re.IGNORECASE,
)
LATER = re.compile(
    r"delay(?:ed)?\b|not yet been delivered|still (?:being|in the) (?:retried|queue)|will (?:be )?(?:retr|"
    r"keep trying|"
    r"continue to try)|could not be delivered (?:yet|for (?:the last )?\d+ (?:hours|minutes))|temporar(?:y|ily)|"
    r"delivery attempts will continue|you do not need to resend",
    re.IGNORECASE,
)
#: Where a report begins to quote the mail it is about.
RETURNED = re.compile(
    r"^[^\n]{0,60}(?:below this line is a copy|copy of (?:the|your) (?:original )?(?:message|mail)|"
    r"original message (?:follows|headers|header)|message (?:text|header|headers) follow|"
    r"unsent message (?:below|follows)|"
    r"returned message follows|message headers follow|the (?:header|text) of the (?:original )?message|"
    r"your (?:original )?message (?:follows|reads|is included)|begin(?:ning)? of (?:the )?original)[^\n]*$|"
    r"^-{3,} ?(?:original message|returned (?:message|mail)|message header|undelivered message|this is a copy)[^\n]*$|"
    r"^(?:received|return-path): ",
    re.IGNORECASE | re.MULTILINE,
)
COMPLAINTS = re.compile(r"^(?:complaint about message from|abuse report|feedback report|email feedback)", re.IGNORECASE)
#: What systems say in words only, as the codes of RFC 3463.
WORDED = (
    (
        re.compile(
            r"(?:mailbox|account|inbox|quota)[^.\n]{0,60}(?:full|exceed|over)|over ?quota|quota exceed|一杯|"
            r"insufficient "
            r"(?:disk )?(?:space|storage)|pleine|boîte.{0,20}satur|postvak.{0,20}vol|voll",
            re.IGNORECASE,
        ),
        "2.2",
    ),
    (
        re.compile(
            r"(?:host|domain)[^.\n]{0,30}(?:unknown|not found|does not exist)|unknown (?:host|domain)|"
            r"no such (?:host|"
            r"domain)|domain name not found",
            re.IGNORECASE,
        ),
        "1.2",
    ),
    (
        re.compile(
            r"(?:user|recipient|address|mailbox|account)[^.\n]{0,40}(?:unknown|not found|does ?n[o']t (?:exist|have)|"
            r"unavailable|disabled)|unknown (?:user|recipient|address)|no such (?:user|mailbox|address|recipient)|"
            r"doesn't have an? |inconnu|unbekannt|onbekend|見つかりません|存在し",
            re.IGNORECASE,
        ),
        "1.1",
    ),
)
#: How programs begin the subject of an answer while somebody is away.
AWAY = re.compile(
    r"\W{0,5}(?:auto(?:matic)?[- ]?(?:reply|response|answer)|autoreply|(?-i:AUTO) ?:|ooo\b|"
    r"out[- ]of[- ](?:the[- ])?office|"
    r"away (?:from|until)|réponse (?:automatique|d['’]absence)|message d['’]absence|"
    r"absen(?:ce|te?)(?:\(e\))? (?:du|de) bureau|automatisch(?:e[rs]?)? (?:antwoord|antwort|reactie|bericht|"
    r"beantwoording)|afwezigheid|afwezig:|buiten kantoor|abwesen(?:heit|d)|au(?:ß|ss)er haus\b|"
    r"otomatik (?:yanıt|cevap)|ofis dışı|رد (?:تلقائي|آلي)|الرد (?:التلقائي|الآلي)|خارج المكتب|"
    r"risposta automatica|respuesta automática|resposta automática|automatyczna odpowiedź|automatisk svar|autosvar)",
    re.IGNORECASE,
)
#: The same with the day of return, as no person begins a subject.
SURELY_AWAY = re.compile(r"AUTO ?: .{1,120}\((?:returning|de retour|retour|terug|zurück|rückkehr)\b[^)]*\d")
