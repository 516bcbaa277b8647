"""Statements coded a second, beside the bare automaton and a plain pass over the words.

Run it with `python -m bench.coding`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from stance.analysis.wordings.codebook import parse_codebook
from stance.analysis.wordings.finder import compile_finder
from stance.analysis.wordings.folding import fold
from stance.records import Codebook, Frame, Tracked
from stance.store.plans import WordFinder

N_TEXTS = 20_000
N_CHARACTERS = 200
N_RUNS = 5
CODEBOOK = Path(__file__).resolve().parents[1] / "db" / "demo" / "codebook.yaml"

ENGLISH = (
    "the spokesman said that the government would continue to deal with people who cross the "
    "border for economic reasons under domestic law and international law and in a humanitarian "
    "spirit and that they are not refugees the issue has been handled properly for many years "
    "reporters asked again on tuesday whether the two sides had talked about it in beijing"
)
CHINESE = (
    "中方 发言人 在 例行 记者会 上 表示 中国 政府 一贯 本着 负责任 的 "
    "态度 处理 有关 问题 双方 就此 保持 沟通 国际法 国内法 人道主义 "
    "精神 不是 难民 经济 原因 来到 边境 地区 记者 再次 询问 ，"
)


def statements(words: str, joint: str, *, seed: int = 1) -> list[str]:
    """Return short statements of random words."""
    draw = random.Random(seed)  # noqa: S311
    texts = (joint.join(draw.choices(words.split(), k=N_CHARACTERS)) for _ in range(N_TEXTS))
    return [text[:N_CHARACTERS] for text in texts]


def rate(code: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return texts a second, the best of some runs."""
    best = float("inf")
    for _ in range(N_RUNS):
        start = time.perf_counter()
        for text in texts:
            code(text)
        best = min(best, time.perf_counter() - start)
    return len(texts) / best


def in_language(find: WordFinder, language: str) -> Callable[[str], object]:
    """Return the finder for texts of one language."""
    return lambda text: find(text, language)


def bare_automaton(codebook: Codebook) -> Callable[[str], object]:
    """Return the search alone: no word edges, no negation, no places in the original."""
    holders: tuple[Frame | Tracked, ...] = (*codebook.frames, *codebook.tracked)
    needles = {
        fold(text).text.replace("*", "")
        for holder in holders
        for texts in holder.wordings.values()
        for text in texts
    }
    automaton = AhoCorasick(sorted(needles))
    return lambda text: automaton.find_matches_as_indexes(text.lower(), overlapping=True)


def main() -> None:
    """Print a line for each language."""
    codebook = parse_codebook(CODEBOOK.read_text(encoding="utf-8"))
    find, bare = compile_finder(codebook), bare_automaton(codebook)
    print("language  coded/s  bare automaton/s  plain split/s  coded to bare")
    for language, texts in (("en", statements(ENGLISH, " ")), ("zh", statements(CHINESE, ""))):
        coded = rate(in_language(find, language), texts)
        plain = rate(lambda text: text.lower().split(), texts)
        alone = rate(bare, texts)
        print(f"{language:8} {coded:8.0f} {alone:17.0f} {plain:14.0f} {coded / alone:14.2f}")


if __name__ == "__main__":
    main()
