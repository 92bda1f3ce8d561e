"""Which models are trusted: only those that pin, manifest and bytes agree on."""

import hashlib
import json
from pathlib import Path

import pytest

from drivers.camera.models import (
    MANIFEST_FILE,
    ModelRole,
    VerifiedModel,
    entry_of,
    find_model,
    model_directories,
    model_entries,
)
from kiosk.faults import Fault
from tests.drivers.camera.conftest import COMPARISON_FILE, DETECTION_FILE

PIN = entry_of(DETECTION_FILE)


def fault_of(found: VerifiedModel | Fault) -> str:
    assert isinstance(found, Fault)
    return found.id


def write_manifest(directory: Path, size: object = PIN.size_bytes, digest: object = PIN.sha256) -> None:
    entry = {"file": DETECTION_FILE, "bytes": size, "sha256": digest}
    (directory / MANIFEST_FILE).write_text(json.dumps({"models": [entry]}))


def copy_model(models: Path, target: Path) -> Path:
    target.mkdir()
    (target / DETECTION_FILE).write_bytes((models / DETECTION_FILE).read_bytes())
    (target / MANIFEST_FILE).write_bytes((models / MANIFEST_FILE).read_bytes())
    return target


def test_where_models_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUJIN_MODELS", "/named")
    first, second = model_directories()
    assert first == Path("/named")
    assert second.name == "models"
    assert (second.parent / "drivers" / "camera" / "models.py").exists()
    monkeypatch.delenv("JIUJIN_MODELS")
    assert model_directories() == (second,)


def test_no_model_anywhere(tmp_path: Path) -> None:
    assert fault_of(find_model([tmp_path, tmp_path / "none"])) == "camera.models-missing"
    assert fault_of(find_model([])) == "camera.models-missing"


def test_a_file_of_the_right_size_but_other_bytes_is_altered(tmp_path: Path) -> None:
    (tmp_path / DETECTION_FILE).write_bytes(bytes(PIN.size_bytes))
    write_manifest(tmp_path)
    assert fault_of(find_model([tmp_path])) == "camera.models-altered"


def test_a_manifest_that_fits_an_altered_model_does_not_help(tmp_path: Path) -> None:
    other = b"another model"
    (tmp_path / DETECTION_FILE).write_bytes(other)
    write_manifest(tmp_path, len(other), hashlib.sha256(other).hexdigest())
    assert fault_of(find_model([tmp_path])) == "camera.models-altered"


def test_the_real_model_is_found_in_the_second_directory(models: Path, tmp_path: Path) -> None:
    found = find_model([tmp_path, models])
    assert isinstance(found, VerifiedModel)
    assert len(found.content) == PIN.size_bytes


@pytest.mark.parametrize("place", [0, PIN.size_bytes // 2, PIN.size_bytes - 1])
def test_one_flipped_bit_is_altered(models: Path, tmp_path: Path, place: int) -> None:
    copy = copy_model(models, tmp_path / "copy")
    assert isinstance(find_model([copy]), VerifiedModel)
    content = bytearray((copy / DETECTION_FILE).read_bytes())
    content[place] ^= 1
    (copy / DETECTION_FILE).write_bytes(content)
    assert fault_of(find_model([copy, models])) == "camera.models-altered"


def test_one_byte_more_or_less_is_altered(models: Path, tmp_path: Path) -> None:
    copy = copy_model(models, tmp_path / "copy")
    content = (copy / DETECTION_FILE).read_bytes()
    for other in (content + b"\0", content[:-1]):
        (copy / DETECTION_FILE).write_bytes(other)
        assert fault_of(find_model([copy])) == "camera.models-altered"


def test_a_good_model_needs_a_manifest_that_says_so(models: Path, tmp_path: Path) -> None:
    copy = copy_model(models, tmp_path / "copy")
    (copy / MANIFEST_FILE).unlink()
    assert fault_of(find_model([copy])) == "camera.models-missing"
    for manifest in ("", "[]", "{}", '{"models": [{}]}', "\xff", '{"models": 1}'):
        (copy / MANIFEST_FILE).write_text(manifest, "latin-1")
        assert fault_of(find_model([copy])) == "camera.models-altered"
    write_manifest(copy, size=PIN.size_bytes + 1)
    assert fault_of(find_model([copy])) == "camera.models-altered"
    write_manifest(copy, digest="0" * 64)
    assert fault_of(find_model([copy])) == "camera.models-altered"
    write_manifest(copy)
    assert isinstance(find_model([copy]), VerifiedModel)


def test_each_role_has_its_model_and_the_first_entry_wins(models: Path, tmp_path: Path) -> None:
    found = find_model([models], ModelRole.COMPARISON)
    assert isinstance(found, VerifiedModel)
    assert found.entry.file == COMPARISON_FILE
    assert fault_of(find_model([models], ModelRole.PASSIVE)) == "camera.models-missing"
    assert fault_of(find_model([tmp_path], ModelRole.COMPARISON)) == "camera.models-missing"
    with pytest.raises(KeyError):
        entry_of("another.onnx")


def test_an_altered_model_is_not_replaced_by_another_of_its_role(models: Path, tmp_path: Path) -> None:
    (tmp_path / COMPARISON_FILE).write_bytes(b"altered")
    (tmp_path / MANIFEST_FILE).write_bytes((models / MANIFEST_FILE).read_bytes())
    assert fault_of(find_model([tmp_path, models], ModelRole.COMPARISON)) == "camera.models-altered"


def test_every_entry_is_whole() -> None:
    for entry in model_entries():
        assert len(entry.sha256) == 64
        assert entry.size_bytes > 0
        if entry.role is ModelRole.COMPARISON:
            assert entry.input is not None
            assert entry.output > 0
            assert len(entry.input.points) == 5
            assert all(0 < x < 1 and 0 < y < 1 for x, y in entry.input.points)
