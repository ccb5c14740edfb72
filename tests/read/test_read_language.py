import io
import json

import pytest

from trucewatch.model import Report
from trucewatch.read import Unreadable, read_inputs


def read(text: str, **fields: object) -> Report | Unreadable:
    row = json.dumps({"text": text, **fields}).encode()
    (item,) = read_inputs(["-"], stdin=io.BytesIO(row))
    return item


OTHERS = {
    "French": "Deux soldats ont été tués jeudi dans une attaque près du pont, selon l'armée.",
    "Spanish": "Dos soldados murieron ayer en un ataque cerca del puente, dijo el ejército.",
    "Turkish": "İki asker köprü yakınında düzenlenen saldırıda şehit oldu, bakanlık açıkladı.",
    "Indonesian": "Dua tentara tewas kemarin dalam serangan di dekat jembatan, kata militer.",
    "Swahili": "Wanajeshi wawili waliuawa jana karibu na daraja, jeshi lilisema.",
    "Arabic": "قتل جنديان في هجوم قرب الجسر يوم الخميس، بحسب الجيش.",
    "Ukrainian": "Двоє військових загинули в четвер унаслідок обстрілу біля мосту, повідомили у штабі.",
    "Hindi": "गुरुवार को पुल के पास हुए हमले में दो सैनिक मारे गए, सेना ने कहा।",
    "Burmese": "တံတားအနီးတွင် စစ်သားနှစ်ဦး သေဆုံးခဲ့သည်ဟု တပ်မတော်က ပြောသည်။",
}


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_skipped_by_its_name(language) -> None:
    skipped = read(OTHERS[language])
    assert isinstance(skipped, Unreadable)
    assert language in skipped.reason
    assert skipped.code == "E101"
    assert "English" in (skipped.remedy or "")


def test_a_given_language_other_than_english_is_skipped_whatever_the_text() -> None:
    skipped = read("Two soldiers were killed on Thursday.", lang="ar")
    assert "Arabic (ar)" in skipped.reason


@pytest.mark.parametrize("lang", ["en", "en-GB", "EN_us", "eng"])
def test_a_given_english_tag_is_kept(lang) -> None:
    assert read("Two soldiers were killed on Thursday.", lang=lang).lang == lang


@pytest.mark.parametrize("lang", ["und", "mul"])
def test_a_tag_that_names_no_language_leaves_it_to_the_text(lang) -> None:
    assert read("Two soldiers were killed on Thursday near the bridge, the army said.", lang=lang).lang == "en"
    assert "French" in read(OTHERS["French"], lang=lang).reason


def test_a_text_in_another_script_is_skipped_even_where_its_tag_says_english() -> None:
    assert "Arabic" in read(OTHERS["Arabic"], lang="en").reason


@pytest.mark.parametrize(
    "text",
    [
        "Two killed.",
        "2 KIA, 3 WIA",
        "Shelling",
        "Gunmen kidnap 5 in Zamfara",
        "Jets hit al-Hawak, al-Salif, al-Tuhayta, Bayt al-Faqih, ad-Durayhimi and Hays",
        "Shelling near the Old Hal Market (سوق الهال القديم) in the city, a monitor said.",
    ],
)
def test_english_that_is_short_or_full_of_names_is_read(text) -> None:
    assert isinstance(read(text), Report)


def test_detected_english_is_said_and_what_is_too_short_stays_null() -> None:
    assert read("Two soldiers were killed on Thursday near the bridge, the army said.").lang == "en"
    assert read("2 KIA").lang is None
