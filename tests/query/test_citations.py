"""Quotations, checked in a text, and the words of the result."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coop_tui.query.citations.citation import (
    Evidence,
    Range,
    Verdict,
    Verification,
    paragraphs_named,
    passage,
    verify,
)
from coop_tui.query.citations.fuzzy_match import best_match
from coop_tui.query.citations.quotation import too_short
from coop_tui.query.citations.typography import NormalizedText, normalize
from coop_tui.query.lint import citation_problems
from coop_tui.record.entries import Citation, Source

TEXT = (
    "A DAY AT THE QUAY",
    "Both clerks “would wel-\ncome more trade” by rail—and that’s ﬁne.",
    "It is said, and said\nagain, that the sec-\nond siding is co-\noperative.",
    "北港與南港 將共同\n研究冷鏈，並檢討「成效」。",
    "The last of five.",
)


def checked(quote: str, at: str = "", text: tuple[str, ...] = TEXT) -> Verification:
    return verify(Citation("s", at, quote), text)


def quoted(verification: Verification) -> list[str]:
    return [TEXT[span.paragraph - 1][span.begin : span.end] for span in verification.spans]


@pytest.mark.parametrize(
    ("at", "ranges"),
    [
        ("¶7", [(7, 7)]),
        ("¶ 7", [(7, 7)]),
        ("¶4–5", [(4, 5)]),
        ("¶4-5", [(4, 5)]),
        ("¶4 — 5", [(4, 5)]),
        ("¶4–¶5", [(4, 5)]),
        ("¶¶ 4–5", [(4, 5)]),
        ("¶5–4", [(4, 5)]),
        ("¶1, 3–4", [(1, 1), (3, 4)]),
        ("¶9; ¶1 & 3", [(1, 1), (3, 3), (9, 9)]),
        ("¶3, 4 and 5", [(3, 5)]),
        ("¶1–6, 2–3", [(1, 6)]),
        ("para. 7", [(7, 7)]),
        ("Paragraphs 7 and 9", [(7, 7), (9, 9)]),
        ("paras 7\u00a0–\u00a08", [(7, 8)]),
        ("p. 12", []),
        ("§4", []),
        ("", []),
        ("¶", []),
        ("¶7, second sentence", []),
        ("parallel 7", []),
        ("7", []),
        ("¶７", []),
    ],
)
def test_the_paragraphs_that_a_place_names(at: str, ranges: list[tuple[int, int]]) -> None:
    assert paragraphs_named(at) == tuple(Range(*pair) for pair in ranges)


@pytest.mark.parametrize(
    ("quote", "at", "marked"),
    [
        ("more trade", "¶2", ["more trade"]),
        ("would welcome more", "¶2", ["would wel-\ncome more"]),
        ("would wel-come more", "¶2", ["would wel-\ncome more"]),
        ("would wel- come more", "¶2", ["would wel-\ncome more"]),
        ("'would welcome", "¶2", ["“would wel-\ncome"]),
        ("rail - and", "¶2", None),
        ("rail--and", "¶2", ["rail—and"]),
        ("''would welcome", "¶2", ["“would wel-\ncome"]),
        ("rail–and that's fine", "¶2", ["rail—and that’s ﬁne"]),
        ("ｒａｉｌ—and", "¶2", ["rail—and"]),
        ("More trade", "¶2", None),
        ("second siding is co-operative", "¶3", ["sec-\nond siding is co-\noperative"]),
        ("siding is cooperative", "¶3", ["siding is co-\noperative"]),
        ("said and said again", "¶3", None),
        ("said, \u3000\u00a0and said again", "¶3", ["said, and said\nagain"]),
        ("said, and said\u00ad again\u200b, that", "¶3", ["said, and said\nagain, that"]),
        ("北港與南港將共同研究冷鏈", "¶4", ["北港與南港 將共同\n研究冷鏈"]),
        ("並檢討“成效”", "¶4", ["並檢討「成效」"]),
        ("冷鏈, 並檢討", "¶4", ["冷鏈，並檢討"]),
        ("the last of", "¶5", None),
    ],
)
def test_what_a_typesetter_changes_does_not_count_and_letters_do(
    quote: str, at: str, marked: list[str] | None
) -> None:
    verification = checked(quote, at)
    verdict = Verdict.NOT_FOUND if marked is None else Verdict.FOUND
    assert (verification.verdict, quoted(verification)) == (verdict, marked or [])


def test_the_four_verdicts() -> None:
    assert checked("more trade", "¶2").verdict is Verdict.FOUND
    assert checked("more trade", "¶3").verdict is Verdict.OTHER_PARAGRAPH
    assert checked("no such words", "¶3").verdict is Verdict.NOT_FOUND
    assert verify(Citation("s", "¶3", "more trade"), None).verdict is Verdict.MISSING
    assert checked("", "¶3").verdict is None
    assert verify(Citation("s"), None).verdict is None


def test_where_no_paragraph_is_named_the_quotation_may_stand_anywhere() -> None:
    for at in ("", "p. 12", "the end"):
        found = checked("the sec-ond siding", at)
        assert (found.verdict, found.places) == (Verdict.FOUND, (Range(3, 3),))


def test_a_quotation_may_go_from_one_cited_paragraph_into_the_next() -> None:
    found = checked("that's fine. It is said", "¶2–3")
    assert found.verdict is Verdict.FOUND
    assert quoted(found) == ["that’s ﬁne.", "It is said"]
    assert [span.paragraph for span in found.spans] == [2, 3]
    assert checked("that's fine. It is said", "¶2, 4").verdict is Verdict.OTHER_PARAGRAPH


@pytest.mark.parametrize("sign", [" … ", "…", " ... ", " [...] ", " [ … ] ", "(…)"])
def test_an_ellipsis_leaves_something_out(sign: str) -> None:
    found = checked(f"clerks{sign}by rail", "¶2")
    assert (found.verdict, quoted(found)) == (Verdict.FOUND, ["clerks", "by rail"])
    assert checked(f"by rail{sign}clerks", "¶2").verdict is Verdict.NOT_FOUND
    assert checked(f"clerks{sign}siding", "¶2–3").verdict is Verdict.FOUND
    assert checked(f"clerks{sign}siding", "¶2").verdict is Verdict.NOT_FOUND
    assert checked(f"clerks{sign}by rail", "¶5").verdict is Verdict.OTHER_PARAGRAPH


@pytest.mark.parametrize("at", ["¶2–5", "¶2, 5", "¶5, 2", "¶1–2; 4–5", "", "p. 12"])
def test_the_parts_of_a_quotation_stand_in_any_of_the_cited_paragraphs_in_order(at: str) -> None:
    found = checked("more trade […] The last of five", at)
    assert (found.verdict, quoted(found)) == (Verdict.FOUND, ["more trade", "The last of five"])
    assert checked("The last of five … more trade", at).verdict is Verdict.NOT_FOUND


def test_one_cited_paragraph_with_every_part_comes_before_several() -> None:
    text = ("a one", "b two", "a one b two")
    found = checked("a one … b two", "¶1, 3", text)
    assert [span.paragraph for span in found.spans] == [3, 3]


def test_short_parts_are_found_in_cited_paragraphs_and_else_in_one_only() -> None:
    text = ("a one", "b two", "b one", "a one b two", "a")
    found = checked("a one … b two", text=text)
    assert (found.verdict, [span.paragraph for span in found.spans]) == (Verdict.FOUND, [4, 4])
    assert checked("clerks … siding", "¶2, 3").verdict is Verdict.FOUND
    assert checked("clerks … siding", "¶2, 5").verdict is Verdict.NOT_FOUND
    assert checked("clerks … The last of five").verdict is Verdict.NOT_FOUND
    assert checked("both clerks … five", text=("both clerks", "five")).verdict is Verdict.NOT_FOUND


def test_long_parts_that_are_not_in_the_cited_paragraphs_are_told_where_they_stand() -> None:
    found = checked("more trade … The last of five", "¶3")
    assert found.words == "the quotation does not stand in ¶3 but in ¶2, ¶5"


def test_an_ellipsis_that_stands_in_the_text_is_part_of_it() -> None:
    found = checked(
        "well... yes",
        text=(
            "yes",
            "well… yes",
        ),
    )
    assert [(span.paragraph, span.begin, span.end) for span in found.spans] == [(2, 0, 9)]


def test_a_letter_is_not_found_in_a_part_of_another() -> None:
    for text in ("cafe\u0301 au lait", "café au lait"):
        assert checked("cafe", text=(text,)).verdict is Verdict.NOT_FOUND
        assert checked("cafe\u0301 au", text=(text,)).verdict is Verdict.FOUND
    assert checked("a ﬁ", text=("a ﬁn",)).verdict is Verdict.FOUND
    assert checked("a f", text=("a ﬁn",)).verdict is Verdict.NOT_FOUND


def test_paragraphs_that_the_text_does_not_have_are_told() -> None:
    found = checked("more trade", "¶0, 2–3, 5–9")
    assert found.cited == (Range(2, 3), Range(5, 5))
    assert found.beyond == (Range(0, 0), Range(6, 9))
    assert found.verdict is Verdict.FOUND
    assert found.missing_paragraphs == "the text has 5 paragraphs, no ¶0, ¶6–9"
    assert checked("more trade", "¶99").words == "the quotation does not stand in ¶99 but in ¶2"
    assert checked("more trade", "¶2").missing_paragraphs == ""


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [
        ("would have welcomed more trade", "would wel-come more trade"),
        ("the second sidings is cooperative", "the sec-ond siding is co-operative"),
        ("共同研發冷鏈，並檢查成效", "共同研究冷鏈，並檢討「成效"),
        ("the lost of five", "The last of five"),
        ("a dais at the quays", "A DAY AT THE QUAY"),
        (
            "clerks had welcomed rail and more trade by rail",
            "clerks “would wel-come more trade” by rail",
        ),
    ],
)
def test_the_nearest_passage_is_shown(quote: str, nearest: str) -> None:
    found = checked(quote, "¶1")
    assert found.verdict is Verdict.NOT_FOUND
    assert passage(TEXT, found.nearest) == nearest


@pytest.mark.parametrize(
    ("quote", "hint"),
    [
        ("Would welcome More Trade", "it differs only in case from the nearest passage, in ¶2: "),
        ("would welcome, more trade", "it differs only in punctuation from the nearest"),
        ("Would welcome “more” trade", "it differs only in case and punctuation from the"),
        ("would have welcomed more trade", "the nearest passage, in ¶2: “would wel-come"),
        ("seven bridges burnt", "nothing in it is like it"),
    ],
)
def test_a_hint_names_the_only_kind_of_difference(quote: str, hint: str) -> None:
    citation, source = Citation("s", "", quote), Source("s", "T", "P", text="t.txt")
    (found,) = citation_problems((), Evidence(citation, source, TEXT, None, verify(citation, TEXT)))
    assert found.hint.startswith(hint)


def test_where_nothing_is_alike_nothing_is_shown() -> None:
    for quote in ("seven bridges burnt", "???", "\u200b"):
        found = checked(quote)
        assert (found.verdict, found.nearest) == (Verdict.NOT_FOUND, ())


@pytest.mark.parametrize(
    ("quote", "short"),
    [
        ("trade", True),
        ("co-operation", True),
        ("clerk's co-operation", False),
        ("internationalisation", True),
        ("of the", True),
        ("go global", False),
        ("more … trade", True),
        ("more trade … rail", False),
        ("合作發", True),
        ("合作發展", False),
        ("AI 創科", True),
        ("협력강화", False),
        ("20億美元", False),
        ("5亿元", True),
        ("US$140 bn", False),
        ("€ 7m", False),
        ("140 billion", False),
        ("35.5%", False),
        ("35%", True),
        ("2025", True),
        ("2025年", True),
        ("in 2025", True),
        ("5月20日", True),
        ("14 areas", True),
        ("…", True),
        ("\u200b", True),
    ],
)
def test_a_quotation_may_be_too_short_to_mean_anything(quote: str, short: bool) -> None:
    assert too_short(quote) is short


FIGURES = (
    "投資120億美元，另有1,020億元和3.5億元。",
    "In 2023, US$140 bn; by 2025,200 more. Then 20.",
)


@pytest.mark.parametrize(
    ("quote", "is_there"),
    [
        ("120億美元", True),
        ("20億美元", False),
        ("1,020億元", True),
        ("020億元", False),
        ("3.5億元", True),
        ("5億元", False),
        ("投資12", False),
        ("另有1", False),
        ("億元和3", False),
        ("US$140 bn", True),
        ("US$14", False),
        ("In 2023", True),
        ("Then 20", True),
        ("200 more", True),
        ("by 2025", True),
    ],
)
def test_a_figure_is_not_found_in_a_longer_number(quote: str, is_there: bool) -> None:
    verdict = checked(quote, text=FIGURES).verdict
    assert (verdict is not Verdict.NOT_FOUND) is is_there


def wrong(quote: str, at: str = "") -> list[tuple[str, bool]]:
    citation = Citation("s", at, quote)
    source = Source("s", "T", "P", text="t.txt")
    found = Evidence(citation, source, TEXT, None, verify(citation, TEXT))
    return [(str(problem.path[0]), problem.warning) for problem in citation_problems((), found)]


def test_an_issue_is_at_the_key_at_fault() -> None:
    assert wrong("more trade", "¶2") == wrong("more trade") == wrong("", "¶2") == []
    assert wrong("more trade", "¶3") == [("at", False)]
    assert wrong("no such words") == [("quote", False)]
    assert wrong("trade", "¶2") == [("quote", True)]
    assert wrong("more trade", "¶2–6") == [("at", False)]
    assert wrong("more trade", "¶9") == [("at", False)]


def test_the_words_of_a_verdict_claim_no_more_than_presence() -> None:
    words = [
        checked("more trade", "¶2").words,
        checked("more trade", "¶3").words,
        checked("x y").words,
    ]
    assert [line for line in words if "stand" not in line] == []
    assert [
        line for line in words if "support" in line or "confirm" in line or "true" in line
    ] == []


@given(st.text())
@settings(max_examples=300)
def test_every_normalized_character_has_an_origin(text: str) -> None:
    normalized = NormalizedText(text)
    for offset in range(len(normalized.text)):
        begin, end = normalized.origin(offset, offset + 1)
        assert 0 <= begin < end <= len(text)


@given(st.text(max_size=40), st.text(max_size=10), st.lists(st.text(max_size=80), max_size=5))
@settings(max_examples=300)
def test_any_quotation_and_any_text_can_be_checked(quote: str, at: str, text: list[str]) -> None:
    for place in (at, "¶1", "¶2–9"):
        found = checked(quote, place, tuple(text))
        for span in (*found.spans, *found.nearest):
            assert 0 <= span.begin < span.end <= len(text[span.paragraph - 1])
        assert bool(found.spans) == (found.verdict in (Verdict.FOUND, Verdict.OTHER_PARAGRAPH))


LATIN = ["harbour", "café", "naïve", "ﬁne", "Việt", "co-operation", "“quoted”", "it’s", "1–2"]
LATIN += ["x̂", "ｗｉｄｅ", "so…", "a", "of", "ﬃ", "Ⅳ", "½", "가나", "各"]
HAN = ["香港", "北京市政府", "合作，", "「創科」", "發展。", "ガス", "ｶﾞｽ"]


def noisy(words: list[str], random: Random, *, quoted: bool) -> str:
    """The words as another hand would set them; a quotation stands on one line."""
    out = []
    for word in words:
        if random.random() < 0.3:
            word = unicodedata.normalize(random.choice(["NFC", "NFD"]), word)
        if random.random() < 0.3:
            word = word.translate(str.maketrans("“”’「」–-", '""\'“”—‐'))
        if random.random() < 0.2 and word.isascii() and word.isalpha() and len(word) > 3:
            cut = random.randint(1, len(word) - 1)
            word = (
                word[:cut]
                + ("\u00ad" if quoted else random.choice(["-\n", "\u00ad\n "]))
                + word[cut:]
            )
        out.append(word)
    blanks = [" ", "  ", "\u00a0", "\u3000 "] if quoted else [" ", "\n", " \n", "\u3000"]
    return "".join(f"{word}{random.choice(blanks)}" for word in out).strip()


@given(st.integers(0, 2**32))
@settings(max_examples=300)
def test_a_quotation_cut_from_a_text_is_found_however_it_is_set(seed: int) -> None:
    random = Random(seed)
    paragraphs = [
        random.choices(random.choice([LATIN, HAN, LATIN + HAN]), k=random.randint(3, 30))
        for _ in range(random.randint(1, 5))
    ]
    number = random.randrange(len(paragraphs))
    words = paragraphs[number]
    begin = random.randrange(len(words) - 1)
    cut = words[begin : random.randint(begin + 1, len(words))]
    quote = noisy(cut, random, quoted=True)
    text = tuple(noisy(paragraph, random, quoted=False) for paragraph in paragraphs)
    assume(quote.strip("“”\"'‘’「」 "))
    found = checked(quote, f"¶{number + 1}", text)
    assert found.verdict is Verdict.FOUND
    (span,) = found.spans
    assert span.paragraph == number + 1
    hyphen = "\u00ad"
    again = normalize(text[number][span.begin : span.end]).replace(hyphen, "")
    assert again == normalize(quote)
    assert checked(quote, "", text).verdict is Verdict.FOUND
    assert checked(quote, f"¶{len(text) + 1}", text).verdict is Verdict.OTHER_PARAGRAPH


@given(st.integers(0, 2**32))
@settings(max_examples=100)
def test_parts_cut_from_a_text_in_order_are_found_in_the_cited_paragraphs(seed: int) -> None:
    random = Random(seed)
    text = tuple(" ".join(random.choices(LATIN, k=12)) for _ in range(6))
    numbers = sorted(random.sample(range(6), 2))
    parts = [" ".join(text[number].split()[2:7]) for number in numbers]
    at = ", ".join(f"¶{number + 1}" for number in numbers)
    assert checked(" [...] ".join(parts), at, text).verdict is Verdict.FOUND


def test_a_long_text_is_searched() -> None:
    random = Random(7)
    words = ["".join(random.choices("abcdefgh", k=random.randint(2, 8))) for _ in range(3000)]
    text = tuple(" ".join(random.choices(words, k=80)) for _ in range(4000))
    near = text[3210][40:110].replace("a", "e")
    found = checked(near, "¶7", text)
    assert found.nearest[0].paragraph == 3211
    for _ in range(20):
        checked(" ".join(random.choices(words, k=8)), "¶7", text)
    checked("a … b", "¶7", ("ab", "b a") * 200_000)


def test_a_long_quotation_is_found_in_a_text_that_repeats_itself() -> None:
    text = "北港與南港將共同研究冷鏈" * 180_000
    quote = "北港與南港將一同研究冷鏈" * 250
    found = best_match(text, quote)
    assert found
    assert 900 <= found[1] - found[0] <= 1100


def test_a_letter_that_grows_in_lower_case_moves_nothing() -> None:
    text = "İİİİ the second siding İ is open"
    assert best_match(text, "THE SECOND SIDINGS") == (5, 22)


@given(st.text("ab 香港,", max_size=60), st.text("ab 香港,", max_size=20))
def test_a_match_begins_and_ends_with_a_word(text: str, quote: str) -> None:
    found = best_match(text, quote)
    if found:
        begin, end = found
        assert re.match(r"\w", text[begin])
        assert re.match(r"\w", text[end - 1])
        for cut in (begin, end):
            assert not re.fullmatch("[ab]{2}", text[max(0, cut - 1) : cut + 1])
