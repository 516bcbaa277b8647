"""How values are named to a reader."""

from __future__ import annotations

from stance.files.reading import FORMATS
from stance.records import NONE, Codebook, LinkType, Mode, Voice, labels_of

MODES = {
    Mode.OFFICIAL_TEXT: "Official text",
    Mode.DIRECT_QUOTE: "Direct quote",
    Mode.PARTIAL_QUOTE: "Partial quote",
    Mode.PARAPHRASE: "Paraphrase",
    Mode.THIRD_PARTY: "Third party",
}

VOICES = {Voice.OWN: "Own voice", Voice.ATTRIBUTED: "Attributed"}

LINKS_OUT = {
    LinkType.DENIES: "Denies",
    LinkType.CLAIMS_CHANGE: "Claims a change in",
    LinkType.REBUTS: "Rebuts",
    LinkType.REAFFIRMS: "Reaffirms",
    LinkType.CORRECTS: "Corrects",
    LinkType.RETRACTS: "Retracts",
    LinkType.VERSION_OF: "Version of",
    LinkType.TRANSLATION_OF: "Translation of",
    LinkType.REPORTS: "Reports",
}

LINKS_IN = {
    LinkType.DENIES: "Denied by",
    LinkType.CLAIMS_CHANGE: "Said to be a change by",
    LinkType.REBUTS: "Rebutted by",
    LinkType.REAFFIRMS: "Reaffirmed by",
    LinkType.CORRECTS: "Corrected by",
    LinkType.RETRACTS: "Retracted by",
    LinkType.VERSION_OF: "Also in the version",
    LinkType.TRANSLATION_OF: "Translated as",
    LinkType.REPORTS: "Reported by",
}

_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def named_formats() -> str:
    """Name the formats of files that can be loaded, in the order of the alphabet."""
    return ", ".join(sorted(one.value.upper() for one in FORMATS))


def language_name(tag: str) -> str:
    """Return a language's English name where we have it, with the rest of its tag."""
    primary, dash, rest = tag.partition("-")
    name = _LANGUAGES.get(primary.lower())
    return f"{name} ({rest})" if name and dash else name or tag


def label_name(what: str, label: str) -> str:
    """Name a value of something recorded of statements, such as a mode or a language."""
    if what == "language":
        return language_name(label)
    modes = {mode.value: name for mode, name in MODES.items()}
    return modes.get(label, label) if what == "mode" else label


def frame_labels(codebook: Codebook | None) -> dict[str, str]:
    """Map frame and tracked ids to their labels; no frame has a name too."""
    return {NONE: "No frame"} | labels_of(codebook)
