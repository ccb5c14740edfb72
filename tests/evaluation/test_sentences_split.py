import pytest
from evaluation.sentences import sentence_starts, sentence_text, sentences_of


def split(text: str) -> list[str]:
    starts = sentence_starts(text)
    return [sentence_text(text, starts, i) for i in range(len(starts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Gen. A. Kovac spoke. He left.", ["Gen. A. Kovac spoke.", "He left."]),
        ("The U.N. mission left. Nobody asked.", ["The U.N. mission left.", "Nobody asked."]),
        ('He said "stop." Then silence.', ['He said "stop."', "Then silence."]),
        ("It fell 3.5 km away. 12 died.", ["It fell 3.5 km away.", "12 died."]),
        ("A heading\n\nThe body.", ["A heading", "The body."]),
        ("One line\nof two.", ["One line of two."]),
        ("", [""]),
    ],
)
def test_sentences_are_split(text, expected):
    assert split(text) == expected


def test_span_touches_every_sentence_it_reaches():
    starts = sentence_starts("One. Two. Three.")
    assert list(sentences_of(starts, 0, 3)) == [0]
    assert list(sentences_of(starts, 2, 8)) == [0, 1]


def test_span_that_ends_at_a_bound_stays_in_its_sentence():
    text = "One. Two."
    starts = sentence_starts(text)
    assert list(sentences_of(starts, 0, starts[1])) == [0]
