"""A corpus that mixes everything filters tell apart: the same in every run."""

from __future__ import annotations

from random import Random

from stance.files.reading.drafts import StatementDraft
from stance.records import Codebook, Mode, Source, Voice
from tests.db.planted import codebook, said

ACTORS = ("China", "UNHCR", "Åland", "angström", "中国", "Z")
ISSUES = ("crossings", "枪支", "uncoded")
TAGS = ("scope:embassy", "scope:border", "read:page", "read:excerpt", "odd:50%_'\"")
DATES = (
    *("1999", "2000-02", "2000-02-29", "2001-11/2002-02", "2003-06-17", "2003-06-01/2003-06-17"),
    *("2003-06-17~", "2003", "2003-12-29", "2004-01-04", "0001-01-01", "9999-12-31"),
)
TEXTS = (
    "They crossed illegally, 100% of them.",
    'A humanitarian matter; snake_case and it\'s "quoted" here.',
    "They are not refugees.",
    "Illegal, yet treated in a humanitarian spirit.",
    "非法越境，但以人道主义精神处理。",
    "Ｆｕｌｌ ｗｉｄｔｈ humane words\\with\\backslashes",
    "Nothing of note.",
    "STRASSE oder Straße",
)
SOURCES = (
    Source(publisher="Xinhua", title="新华社"),
    Source(url="https://www.example.org/a"),
    Source(),
    Source(publisher="Agence  France-Presse"),
)
FRAMES = ("", "", "", "illegal", "humane", "illegal;humane", "none", "refugee")
CODINGS = (
    *(("m-0", "ann", "illegal"), ("m-0", "bob", "humane"), ("m-1", "bob", "none")),
    *(("m-2", "ann", "none"), ("m-2", "bob", "refugee"), ("é-3", "ann", "illegal")),
)
IDS = ("m-{}", "é-{}", "M-{}", "中-{}", "ﬀ-{}", "𝔸-{}", "_{}", "e\u0301x{}")
LINKS = ("reports", "version_of", "denies", "translation_of")


def books() -> list[Codebook]:
    """Make the codebooks; one issue has none."""
    return [codebook(), codebook(issue="枪支", title="枪支")]


def batches() -> list[list[StatementDraft]]:
    """Draft two loads, the second linked to the first."""
    random = Random(20030620)  # noqa: S311 - a corpus, not a secret
    drafts: list[StatementDraft] = []
    for number in range(240):
        id_ = (
            IDS[number % len(IDS)].format(number)
            if number > 5
            else ("m-{}", "é-{}")[number == 3].format(number)
        )
        drafts.append(_draft(random, id_, drafts))
    return [drafts[:150], drafts[150:]]


def _draft(random: Random, id_: str, earlier: list[StatementDraft]) -> StatementDraft:
    cells = {
        "actor": random.choice(ACTORS),
        "issue": random.choice(ISSUES),
        "voice": random.choice((Voice.OWN, Voice.OWN, Voice.ATTRIBUTED)),
        "mode": random.choice((None, *Mode)),
        "about": random.choice(("", "China", "中国")),
        "language": random.choice(("", "en", "zh", "ja")),
        "speaker": random.choice(("", "Liu Jianchao", "İbrahim")),
        "tags": tuple(sorted(random.sample(TAGS, random.randrange(3)))),
        "source": random.choice(SOURCES),
    }
    link = None
    if earlier and random.random() < 0.4:
        target = random.choice(earlier[-30:]).statement
        if random.random() < 0.8:
            cells |= {"actor": target.actor, "issue": target.issue, "voice": target.voice}
        link = (random.choice(LINKS), target.id)
    date = random.choice(DATES)
    return said(id_, date, random.choice(TEXTS), frames=random.choice(FRAMES), link=link, **cells)
