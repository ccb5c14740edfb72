from pathlib import Path

from training.corpus import Compiled, compile_conflict
from training.corpus.bag_of_frames import event_f1
from training.corpus.markup import Mark
from training.corpus.variety import Plain, frames, frames_used_often, masked, shared_runs

LONG = "the shells came down beside the old mill while the miller was still counting his sacks of flour"


def _plain(name: str, text: str, *words: tuple[str, str]) -> Plain:
    marks = tuple(Mark(i, text.index(w), text.index(w) + len(w), w, False, None) for i, w in words)
    return Plain(name, text, marks, frozenset({"kalo"}))


def test_names_numbers_and_dates_are_masked() -> None:
    assert masked("On Monday, Odo Marn saw 12 men near Kalo.") == ["on", "D", "N", "saw", "#", "men", "near", "N"]
    assert masked("TWENTY-ONE SHELLS HIT KALO", frozenset({"kalo"})) == ["#", "shells", "hit", "N"]


def test_two_reports_that_share_a_run_are_found_though_names_differ() -> None:
    a, b = f"Near Kalo {LONG}.", f"Near Teno {LONG}, they say."
    assert list(shared_runs([_plain("a", a), _plain("b", b)]))
    assert not list(shared_runs([_plain("a", a), _plain("b", "Near Teno nothing came down, and the miller slept.")]))


def test_run_of_names_and_figures_may_be_shared() -> None:
    row = ", ".join(["Ado Marn", "12"] * 10)
    assert not list(shared_runs([_plain("a", row), _plain("b", row)]))


def test_frame_has_letters_for_marks_and_is_refused_in_a_fourth_report() -> None:
    def report(name: str, kind: str, count: str, place: str) -> Plain:
        return _plain(
            name, f"{kind} killed {count} in {place} early, he said.", ("k", kind), ("d", count), ("w", place)
        )

    reports = [
        report(str(i), *row) for i, row in enumerate([("Fire", "two men", "Kalo"), ("A bomb", "one", "Teno")] * 2)
    ]
    assert frames(reports[0]) == frames(reports[1]) == {"K killed D in W early he said"}
    assert not list(frames_used_often(reports[:3]))
    assert list(frames_used_often(reports))


def test_model_of_sentences_finds_a_repeated_one_and_no_other(tmp_path: Path) -> None:
    def compiled(name: str, place: str, body: str) -> Compiled:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "conflict.yaml").write_text(f"id: {name}\nplaces: {{p: [{place}, null, XX, 1.0, 1.0, 2]}}\n")
        claim = "a: k1 v1 d1 w1" if "[k1" in body else ""
        quiet = "" if claim else " quiet"
        text = f"=== {name}1-report 2001-05-09 wire{quiet}\nsource: Valley Wire\n\n{body}\n---\n{claim}\n"
        (folder / "01.rep").write_text(text)
        return compile_conflict(folder)

    told = "[k1 A shell]{shelling} hit the bakery [w1 in %s]{p} and killed [d1/v1 two men]{2/civ} kneading dough."
    train = [
        compiled("aa", "Kalo", told % "Kalo"),
        compiled("bb", "Teno", "Teachers in Teno have waited for their salaries since harvest, a clerk told us."),
    ]
    assert event_f1(train, [compiled("cc", "Rura", told % "Rura")]).f1 == 1
    other = "Riflemen [k1 shot]{attack} [d1/v1 a ferryman]{1/civ} dead [w1 at Dorn]{p} while he mended nets."
    assert event_f1(train, [compiled("dd", "Dorn", other)]).f1 == 0
