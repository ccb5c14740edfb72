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
