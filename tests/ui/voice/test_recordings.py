"""What a site may put into its folder of recordings, and what is told of what it may not."""

from __future__ import annotations

from pathlib import Path

from tests.ui.voice.conftest import tone
from ui.voice.pinyin import pinyin_of
from ui.voice.recordings import Recordings


def put(folder: Path, name: str, data: bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def test_files_of_no_use_are_told_by_name_and_reason(tmp_path: Path) -> None:
    put(tmp_path, "zh-CN/goodbye.lies-said.wav", tone(440, 1))
    put(tmp_path, "zh-CN/goodbye.lies-sad.wav", tone(440, 1))
    put(tmp_path, "en/guide.said.wav", tone(440, 1))
    put(tmp_path, "zh-HK/home.said.wav", b"no sound")
    recordings = Recordings(tmp_path)
    assert recordings.problems == [
        "zh-CN/goodbye.lies-sad.wav: no key of words.toml",
        "zh-HK/home.said.wav: no WAV file of plain samples",
        "en/guide.said.wav: has a gap for a value",
    ]
    sound = recordings.sound("请取走您的身份证。", "zh-CN")
    assert sound is not None
    assert sound.seconds == 1
    assert recordings.sound("請取走您的身份證。", "zh-HK") is None


def test_no_folder_is_no_problem_and_a_file_that_went_bad_is_no_recording(tmp_path: Path) -> None:
    assert Recordings(tmp_path / "none").problems == []
    put(tmp_path, "zh-CN/goodbye.lies-said.wav", tone(440, 1))
    recordings = Recordings(tmp_path)
    (tmp_path / "zh-CN" / "goodbye.lies-said.wav").unlink()
    assert recordings.sound("请取走您的身份证。", "zh-CN") is None


def test_polyphones_are_read_by_their_phrases() -> None:
    assert pinyin_of("重庆银行的行长") == "chong2 qing4 yin2 hang2 de5 hang2 zhang3"
    assert pinyin_of("请取走，谢谢“您”。").split() == ["qing3", "qu3", "zou3", ",", "xie4", "xie4", "nin2", "."]
