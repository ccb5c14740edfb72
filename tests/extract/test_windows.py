"""Windows of a report: every token speaks once, and no sequence is longer than the encoder reads."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.conftest import report_of

from trucewatch.extract.roles import OVERLAP_TOKENS, WINDOW_TOKENS
from trucewatch.extract.windows import load_tokenizer, windows_of

_WORDS = st.lists(
    st.sampled_from(["shelled", "Kalo", "antidisestablishment", "on", "Monday."]), min_size=1, max_size=1500
)


def test_a_short_report_is_one_window_with_its_headline_before_it() -> None:
    (window,) = windows_of(report_of("Rebels shelled Kalo.", title="Shells on Kalo", source="Valley Wire"))
    words = [load_tokenizer().decode([i]) for i in window.ids[: window.first]]
    assert "valley" in words
    assert "shells" in words
    assert window.fresh == 0


def test_offsets_of_tokens_are_those_of_the_text() -> None:
    text = "Rebels fled Kalo. Nobody died."
    (window,) = windows_of(report_of(text))
    assert [text[a:b] for a, b in zip(window.starts, window.ends, strict=True)][:2] == ["Rebels", "fled"]
    assert window.sentences[0] == 0
    assert window.sentences[-1] == 1


@settings(max_examples=25, deadline=None)
@given(_WORDS)
def test_windows_cover_every_token_and_stay_short(words: list[str]) -> None:
    report = report_of(" ".join(words))
    seen: set[int] = set()
    reached = 0
    for window in windows_of(report):
        assert len(window.ids) == len(window.types) <= WINDOW_TOKENS
        assert window.fresh <= reached or reached == 0
        assert sum(e <= window.fresh for e in window.ends) <= OVERLAP_TOKENS
        seen.update(window.starts)
        reached = window.ends[-1]
    whole = load_tokenizer().encode(report.text, add_special_tokens=False).offsets
    assert seen == {a for a, _ in whole}
