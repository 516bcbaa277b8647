"""The columns of a statement, one entry each: files, forms, pages and the store follow from it.

To add a column: give `Statement` an attribute, add an entry here with the next `came`, add a
column to the store's model, and write the migration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from stance.records.choices import ActorKind, LinkType, Mode, Voice


class Kind(Enum):
    """What a column holds: by which rule its cells are read, and how they are written."""

    TEXT = auto()
    LINES = auto()
    """Text that may be long and have line breaks."""
    NAME = auto()
    """An actor's name."""
    ISSUE = auto()
    ID = auto()
    """A statement's id."""
    DATE = auto()
    URL = auto()
    LANGUAGE = auto()
    NUMBER = auto()
    CHOICE = auto()
    TAGS = auto()
    CLAIMED = auto()
    """Ids of frames or tracked wordings."""
    FRAMES = auto()
    CODER = auto()
    DERIVED = auto()
    """What an export adds, and a load ignores."""
    EXTRA = auto()
    """What came in columns that are not ours."""


class Part(Enum):
    """The parts of a statement's form."""

    SAID = auto()
    AROUND = auto()
    SOURCE = auto()
    CLAIM = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of statement files, and where its value is shown and typed."""

    name: str
    kind: Kind
    part: Part | None = None
    place: int = 0
    """Within its part of the form, as `fact` among a statement's facts; 0: not there."""
    fact: int = 0
    listed: int = 0
    """Among the columns that lists show on demand."""
    came: int = 0
    """Columns that were added later are counted: they stand last in exports, in this order."""
    label: str = ""
    """In the form; without one, the name."""
    short: str = ""
    """Among facts and in lists; without one, the label."""
    in_words: str = ""
    """Within a sentence; without one, the name."""
    hint: str = ""
    choices: type[StrEnum] | None = None
    is_required: bool = False
    is_searched: bool = False
    is_long: bool = False
    """Whether a text of one line needs much room."""
    is_before_words: bool = False
    """Whether pages show it above the quotation."""
    synonyms: str = ""
    """Other names under which files hold it, the likeliest first, separated by commas."""

    @property
    def form_label(self) -> str:
        """What stands above its field."""
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def short_label(self) -> str:
        """What stands beside its value."""
        return self.short or self.form_label

    @property
    def words(self) -> str:
        """How a sentence names it."""
        return self.in_words or self.name.replace("_", " ")

    @property
    def is_of_source(self) -> bool:
        """Whether it is told of the source."""
        return self.name.startswith("source_")

    @property
    def attribute(self) -> str:
        """Where a statement holds its value."""
        return self.name.replace("source_", "source.", 1)


# A table: an entry is read across, not down.
# fmt: off
COLUMNS = (
    Column("date", Kind.DATE, Part.SAID, 10, is_required=True,
        hint="2003, 2003-06, 2003-06-17, 2003-06-17~ (about), 2003-06-01/2003-06-17",
        synonyms="date of statement, statement date, date said, said on, day, datum, fecha, "
        "data, дата, 日期, 日付, 날짜, published, publication date, date published, when"),
    Column("actor", Kind.NAME, Part.SAID, 20, is_required=True,
        hint="Who is committed by the words",
        synonyms="country, government, state, organisation, organization, party, agency, "
        "institution, who, land, staat, regierung, akteur, pays, gouvernement, acteur, país, "
        "gobierno, страна, 国家, 国, 国名, 국가, 나라"),
    Column("issue", Kind.ISSUE, Part.SAID, 30, is_required=True,
        hint="A title or an id; a new one is asked about",
        synonyms="topic, subject, theme, case, thema, sujet, thème, tema, asunto, тема, "
        "议题, 主题, 議題, 주제"),
    Column("text", Kind.LINES, Part.SAID, 50, is_required=True, is_searched=True, label="Words",
        synonyms="quote, quotation, statement, statement text, full text, wording, words, "
        "content, excerpt, body, zitat, wortlaut, aussage, äußerung, citation, texte, "
        "déclaration, cita, texto, declaración, текст, цитата, 原文, 引文, 内容, 本文, 発言, "
        "발언, 내용"),
    Column("id", Kind.ID, Part.AROUND, 60, hint="Left empty, one is made",
        synonyms="statement id, identifier, record id, row id, key, kennung"),
    Column("actor_kind", Kind.CHOICE, choices=ActorKind),
    Column("speaker", Kind.TEXT, Part.SAID, 80, fact=10, listed=20, is_searched=True,
        synonyms="spokesperson, spokesman, person, said by, sprecher, orateur, 发言人"),
    Column("role", Kind.TEXT, Part.SAID, 90, fact=20, is_searched=True,
        synonyms="position, function, title of speaker, office, funktion, amt, fonction"),
    Column("about", Kind.NAME, Part.AROUND, 10, fact=60, listed=50,
        hint="The actor whose policy it concerns",
        synonyms="target, about whom, regarding, über, concerning"),
    Column("addressee", Kind.TEXT, Part.AROUND, 20, fact=70, label="To",
        synonyms="audience, addressed to, recipient, adressat"),
    Column("voice", Kind.CHOICE, Part.SAID, 70, fact=30, choices=Voice),
    Column("reported_by", Kind.TEXT, Part.AROUND, 30, fact=50, listed=30, is_searched=True,
        hint="Who relays it; empty for an official text",
        synonyms="reporter, outlet, relayed by, quoted by, berichtet von"),
    Column("question", Kind.LINES, Part.SAID, 45, came=1, is_searched=True, is_before_words=True,
        hint="What was put to the speaker, as in briefings",
        synonyms="question asked, asked, q, frage, pregunta, вопрос, 提问, 問い, 질문"),
    Column("mode", Kind.CHOICE, Part.SAID, 60, fact=40, listed=10, choices=Mode,
        synonyms="kind of quote, quote type"),
    Column("language", Kind.LANGUAGE, Part.SAID, 40, fact=80, listed=40,
        hint="A tag such as en, zh or pt-BR",
        synonyms="lang, language code, sprache, langue, idioma, язык, 语言"),
    Column("summary", Kind.LINES, Part.AROUND, 70, is_searched=True,
        synonyms="abstract, gist, zusammenfassung, résumé, resumen"),
    Column("frames", Kind.FRAMES,
        synonyms="codes, coding, categories, category, label, labels"),
    Column("coder", Kind.CODER, synonyms="coded by, annotator, kodierer"),
    Column("stance", Kind.NUMBER, Part.AROUND, 40, fact=90, hint="From -2 to 2, or empty",
        synonyms="score, position score"),
    Column("tags", Kind.TAGS, Part.AROUND, 50, is_long=True,
        hint="key:value, several parted by ;", synonyms="keywords, schlagworte"),
    Column("link_type", Kind.CHOICE, choices=LinkType),
    Column("link_to", Kind.ID),
    Column("claimed", Kind.CLAIMED, Part.CLAIM, 10, fact=100, is_long=True,
        label="Claims the use of", short="Claims",
        hint="Frames or tracked wordings, parted by ;"),
    Column("claimed_first_date", Kind.DATE, Part.CLAIM, 20, fact=110, label="since", short="Since"),
    Column("source_title", Kind.TEXT, Part.SOURCE, 10, is_searched=True, is_long=True,
        label="Title", synonyms="source, headline, title, document, quelle, titel, titre"),
    Column("source_publisher", Kind.TEXT, Part.SOURCE, 20, is_searched=True, label="Publisher",
        synonyms="publisher, newspaper, media, publication, medium, herausgeber"),
    Column("source_date", Kind.DATE, Part.SOURCE, 30, label="Date of the source",
        synonyms="date of source, article date, access date"),
    Column("source_url", Kind.URL, Part.SOURCE, 40, is_long=True, label="Address (URL)",
        in_words="source address",
        synonyms="link, url, source link, web address, permalink, hyperlink, quelle link, "
        "lien, enlace, ссылка, 链接"),
    Column("source_archive_url", Kind.URL, Part.SOURCE, 50, is_long=True,
        label="Archived copy (URL)", in_words="archived copy",
        synonyms="archive, archive link, archived, wayback"),
    Column("note", Kind.LINES, Part.AROUND, 80, is_searched=True,
        synonyms="notes, comment, comments, remark, remarks, bemerkung, kommentar"),
    Column("statement_url", Kind.DERIVED),
    Column("utterance", Kind.DERIVED),
    Column("codebook_version", Kind.DERIVED),
    Column("dictionary_frames", Kind.DERIVED),
    Column("evidence", Kind.DERIVED),
    Column("extra", Kind.EXTRA),
)
"""Every column, in the order in which a reader meets them."""
# fmt: on

BY_NAME = {one.name: one for one in COLUMNS}

EXTRA = "extra"
"""The column of an export that holds what came in unknown columns."""

REQUIRED = tuple(one.name for one in COLUMNS if one.is_required)
"""What every row of a statement file has."""

DERIVED = tuple(one.name for one in COLUMNS if one.kind is Kind.DERIVED)
"""What an export adds and a load ignores."""

OPTIONAL = tuple(one.name for one in COLUMNS if one.name not in (*REQUIRED, *DERIVED, EXTRA))
"""What a row may have."""

STATEMENTS = tuple(one.name for one in sorted(COLUMNS, key=lambda one: one.came))
"""The columns of an export of statements, in their order."""

DATES = frozenset(one.name for one in COLUMNS if one.kind is Kind.DATE)
"""Columns that hold dates."""

CODINGS = ("statement", "frame", "coder", "codebook_version", "statement_url")
"""The columns of a codings file."""

LINKS = ("from", "link_type", "to", "statement_url")
"""The columns of a links file."""

NUMERIC = frozenset({"stance", "codebook_version"})
"""Columns that never carry a formula guard."""

OF_STATEMENT = tuple(one for one in COLUMNS if one.part or one.kind is Kind.EXTRA)
"""The columns whose values a statement itself holds; others tell of actor, codings and links."""

LATER = tuple(sorted((one for one in OF_STATEMENT if one.came), key=lambda one: -one.came))
"""Those of them that were added later, the newest first."""


def in_form(part: Part) -> tuple[Column, ...]:
    """Return the columns of a part of the form, in its order."""
    found = (column for column in COLUMNS if column.part is part)
    return tuple(sorted(found, key=lambda column: column.place))
