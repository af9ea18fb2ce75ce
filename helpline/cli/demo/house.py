"""Who works in the demo, whom the house knows, and who is on duty."""

import unicodedata

from helpline.directory.model import Entry
from helpline.staff.permissions import Role

PASSWORD = "demo demo demo demo"  # noqa: S105  # of invented colleagues, printed at every start of the demo

#: Sign-in name, name, role, language, phone of the roster.
STAFF = (
    ("anne", "Anne Lambrecht", Role.OPERATOR, "fr", "+447700900011"),
    ("bram", "Bram Peeters", Role.OPERATOR, "nl", "+447700900012"),
    ("chloe", "Chloé Marchal", Role.CASE_WORKER, "fr", "+447700900013"),
    ("dirk", "Dirk Hollands", Role.CASE_WORKER, "nl", "+447700900014"),
    ("eva", "Eva Lentz", Role.CASE_WORKER, "de", "+447700900015"),
    ("farid", "Farid Benali", Role.SUPERVISOR, "fr", "+447700900016"),
    ("greet", "Greet Wouters", Role.RESEARCHER, "nl", None),
    ("hugo", "Hugo Fontaine", Role.DATA_PROTECTION_OFFICER, "fr", None),
    ("ines", "Inès Colard", Role.ADMINISTRATOR, "fr", None),
)

#: Whose turns they are, two days each.
ROSTER = ("farid", "chloe", "anne", "dirk", "bram", "eva")


def partner(
    name: str, services: str, territory: str, languages: str = "fr", note: str = "", ethics: str = "", number: int = 0
) -> Entry:
    """An entry with an invented number and address."""
    domain = name.lower().replace(" ", "-").replace("'", "-")
    plain = unicodedata.normalize("NFKD", domain).encode("ascii", "ignore").decode()
    return Entry(
        name=name,
        services=tuple(services.split(", ")),
        territory=tuple(territory.split(", ")),
        languages=tuple(languages.split(", ")),
        phone=f"+4477009004{number:02}",
        email=f"{plain}@example.org",
        url=f"https://{plain}.example.org",
        ethics=ethics,
        note=note,
    )


#: The network, with how many days ago somebody last made sure of it; None: never.
PARTNERS: tuple[tuple[Entry, int | None], ...] = (
    (partner("Maison de l'Escale", "psycho-social guidance, family talks", "Charleroi, Thuin", number=1,
             ethics="Professional secrecy; nothing goes back to us without consent.",
             note="Ask for the morning team."), 12),
    (partner("Centre Le Fil", "trauma care, psychotherapy", "Bruxelles", "fr, en, ar", number=2,
             note="First talk within three weeks."), 30),
    (partner("Huis De Brug", "family support, youth work", "Brussel, Vlaams-Brabant", "nl, fr", number=3), 45),
    (partner("Jongerenpunt Noord", "youth work, school mediation", "Antwerpen", "nl, en", number=4), 61),
    (partner("Beratungsstelle Ostwind", "family counselling, youth work", "Eupen, Sankt Vith", "de, fr", number=5,
             note="Also sees families at home."), 20),
    (partner("Atelier Second Souffle", "training, work placement", "Liège", number=6), 75),
    (partner("Service Passerelle", "housing after release", "Liège, Namur", number=7,
             note="Four places; ask six weeks ahead."), 15),
    (partner("Espace Parole Jeunes", "listening, couple and family", "Namur", number=8), 110),
    (partner("Maison des Métiers de la Sambre", "education, training", "Charleroi", number=9), 140),
    (partner("Collectif Kaléidoscope", "art, literature and theatre", "Bruxelles, Wallonie", "fr, nl", number=10,
             note="Workshops on Wednesday afternoons."), 38),
    (partner("Sport pour Tous Droixhe", "sport, leisure", "Liège", "fr, tr", number=11), 90),
    (partner("Point Appui École", "support to schools", "Wallonie, Bruxelles", number=12), 9),
    (partner("Cercle de Réflexion Théologique", "alternative narrative, on the person's own wish", "Belgique",
             "fr, nl, ar, tr", number=13, ethics="Only when the person asks; never by default."), 55),
    (partner("Mentorat Horizon", "mentoring, volunteers", "Bruxelles", "fr, nl, en", number=14), 210),
    (partner("Info Droits Citoyens", "legal information, discrimination", "Belgique", "fr, nl, de, "
        "en", number=15), None),
)  # fmt: skip

#: What is often explained: title, language, words, and in how many days somebody reads it again; one is overdue.
ANSWERS = (
    ("Heures d'ouverture", "fr", "Bonjour, lundi, mardi, jeudi et vendredi de 9 à 13 h, mercredi de 13 à 17 h.", 120),
    ("Rester anonyme", "fr", "Bonjour, vous pouvez rester anonyme aussi longtemps que vous le souhaitez.", 60),
    (
        "Openingsuren",
        "nl",
        "Dag, maandag, dinsdag, donderdag en vrijdag van 9 tot 13 u, woensdag van 13 tot 17 u.",
        120,
    ),
    ("Anoniem blijven", "nl", "Dag, u mag altijd anoniem blijven.", -9),
    (
        "Öffnungszeiten",
        "de",
        "Guten Tag, wir sind montags, dienstags, donnerstags und freitags von 9 bis 13 Uhr da.",
        45,
    ),
    ("Opening hours", "en", "Hello, Monday, Tuesday, Thursday and Friday from 9 to 13, Wednesday from 13 to 17.", 90),
)
