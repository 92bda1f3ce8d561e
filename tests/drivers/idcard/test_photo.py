"""The photo decoder's process: libraries compiled here, and whatever a vendor's code may do in it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from drivers.idcard.photo import BMP_SIZE, PICTURE_SIZE, PhotoDecoder
from drivers.idcard.simulated_photo import SIZE, decode_photo, encode_photo
from kiosk.faults import FaultError
from kiosk.settings import PhotoDecoderSettings, SettingsError, load_settings
from tests.drivers.idcard.support import eventually

BLOCK = bytes(range(256)) * 4
HEAD = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int jiujin_decode_photo(const unsigned char block[1024], unsigned char bgr[38556]) {
"""
NEEDS_GCC = pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc to compile a library with")
RAMP = "for (int i = 0; i < 38556; i++) bgr[i] = (unsigned char)(i / 306 + block[i % 1024] % 3);"
"""Each row a little lighter than the one above it, so that a picture on its head is noticed."""


def made(path: Path, limit_s: float = 10.0) -> PhotoDecoder:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return PhotoDecoder(PhotoDecoderSettings(path=path, sha256=digest, time_limit_s=limit_s))


@pytest.fixture
def library(tmp_path: Path) -> Callable[[str], Path]:
    def compiled(body: str, whole: str = "") -> Path:
        source, file = tmp_path / "decoder.c", tmp_path / "libdecoder.so.1"
        source.write_text(whole or f"{HEAD}{body}\n}}\n")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", file, source], check=True, capture_output=True)
        return file

    return compiled


def program(folder: Path, text: str) -> Path:
    file = folder / "decoder"
    file.write_text(f"#!{sys.executable} -I\nimport os, sys, time\nblock = sys.stdin.buffer.read()\n{text}\n")
    file.chmod(0o755)
    return file


def refused(decoder: PhotoDecoder, block: bytes = BLOCK) -> str:
    with pytest.raises(FaultError) as caught:
        decoder.decode(block)
    return f"{caught.value.fault.id} {caught.value.fault.detail}".strip()


def pixels(bmp: bytes) -> Image.Image:
    assert len(bmp) == BMP_SIZE == 38862
    with Image.open(io.BytesIO(bmp), formats=("BMP",)) as picture:
        assert picture.size == (102, 126)
        return picture.convert("RGB")


@NEEDS_GCC
def test_a_good_library_gives_the_picture_the_right_way_up(library: Callable[[str], Path]) -> None:
    """With all that it prints on the way, and an exit handler that would spoil the output."""
    body = f'{RAMP} printf("DK WLT 1.0 licensed\\n"); fflush(stdout); (void)bgr; return 0;'
    picture = pixels(made(library(body)).decode(BLOCK))
    blue = picture.getchannel("B")
    for x, y in ((0, 0), (101, 0), (50, 60), (0, 125), (101, 125)):
        assert blue.getpixel((x, y)) == y + BLOCK[(y * 306 + x * 3) % 1024] % 3


@NEEDS_GCC
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 1;", "photo.refused the decoder does not take it"),
        ("return -3;", "photo.refused the decoder does not take it"),
        ("*(volatile int *)0 = 1; return 0;", "photo.broken signal 11"),
        ("abort();", "photo.broken signal 6"),
        ("exit(0);", "photo.broken 0 bytes that are no picture of 102 × 126"),
        ("exit(3);", "photo.broken exit code 3"),
        ("for (;;) ;", "photo.time-out 0.7 s"),
        ("for (;;) sleep(1000);", "photo.time-out 0.7 s"),
    ],
)
def test_what_a_library_may_do(library: Callable[[str], Path], body: str, said: str) -> None:
    assert refused(made(library(body), 0.7 if "time-out" in said else 10.0)) == said


@NEEDS_GCC
def test_a_library_has_no_memory_without_end(library: Callable[[str], Path]) -> None:
    body = "for (int i = 0; i < 200; i++) { char *p = malloc(16 << 20); if (!p) return 7; memset(p, 1, 16 << 20); }"
    assert refused(made(library(body + " return 0;"))).startswith("photo.refused")


@NEEDS_GCC
def test_a_library_leaves_no_file(library: Callable[[str], Path], tmp_path: Path) -> None:
    """Many write zp.bmp and the like: a photo of a person."""
    place = tmp_path / "zp.bmp"
    body = f'FILE *f = fopen("{place}", "wb"); if (f) {{ fwrite(block, 1, 1024, f); fclose(f); }} {RAMP} return 0;'
    pixels(made(library(body)).decode(BLOCK))
    assert not place.exists() or place.stat().st_size == 0


@NEEDS_GCC
def test_a_library_without_the_function_or_for_another_machine(library: Callable[..., Path], tmp_path: Path) -> None:
    assert refused(made(library("", "int other(void) { return 0; }"))) == "photo.broken exit code 70"
    foreign = tmp_path / "foreign.so"
    foreign.write_bytes(b"\x7fELF nothing")
    assert refused(made(foreign)) == "photo.broken exit code 70"


@NEEDS_GCC
def test_an_altered_library_is_not_run(library: Callable[[str], Path], tmp_path: Path) -> None:
    file = library(f'FILE *f = fopen("{tmp_path}/ran", "w"); (void)f; {RAMP} return 0;')
    decoder = made(file)
    assert decoder.problem() is None
    file.write_bytes(file.read_bytes() + b"\0")
    assert refused(decoder).startswith("photo.altered sha256 is ")
    problem = decoder.problem()
    assert problem is not None
    assert problem.id == "photo.altered"
    assert not (tmp_path / "ran").exists()


def test_a_program_is_a_decoder_too(tmp_path: Path) -> None:
    """Raw rows, or a BMP of the right shape."""
    raw = program(tmp_path, "sys.stdout.buffer.write(bytes(i // 306 for i in range(38556)))")
    picture = pixels(made(raw).decode(BLOCK))
    assert [picture.getpixel((5, y)) for y in (0, 125)] == [(0, 0, 0), (125, 125, 125)]
    (tmp_path / "bmp").mkdir()
    file = io.BytesIO()
    picture.save(file, "BMP")
    text = f"sys.stdout.buffer.write({file.getvalue()!r})"
    again = made(program(tmp_path / "bmp", text)).decode(BLOCK)
    assert pixels(again).tobytes() == picture.tobytes()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sys.exit(65)", "photo.refused the decoder does not take it"),
        ("sys.exit(1)", "photo.broken exit code 1"),
        ("raise RuntimeError", "photo.broken exit code 1"),
        ("sys.stdout.buffer.write(bytes(38555))", "photo.broken 38555 bytes that are no picture of 102 × 126"),
        ("sys.stdout.buffer.write(bytes(38862))", "photo.broken 38862 bytes that are no picture of 102 × 126"),
        ("sys.stdout.buffer.write(bytes(38557)); os._exit(0)", "photo.broken 38557 bytes"),
        ("os.kill(os.getpid(), 9)", "photo.broken signal 9"),
        ("time.sleep(1000)", "photo.time-out 1.5 s"),
        ("os.close(1); time.sleep(1000)", "photo.time-out 1.5 s"),
        ("sys.stdout.buffer.write(bytes(38556)); sys.stdout.flush(); time.sleep(1000)", "photo.time-out 1.5 s"),
        ("os.fork(); time.sleep(1000)", "photo.time-out 1.5 s"),
    ],
)
def test_what_a_program_may_do(tmp_path: Path, text: str, said: str) -> None:
    limit_s = 1.5 if "time-out" in said else 20.0
    assert refused(made(program(tmp_path, text), limit_s)).startswith(said)


def test_a_program_that_never_ends_to_write_is_cut_off(tmp_path: Path) -> None:
    text = "while True: os.write(1, bytes(1 << 16))"
    assert refused(made(program(tmp_path, text), 20.0)).startswith("photo.broken")


def test_whatever_is_started_ends_with_the_answer(tmp_path: Path) -> None:
    """A decoder that leaves a child behind, which holds the photo."""
    text = (
        "if os.fork() == 0:\n os.close(1); time.sleep(1000)\n"
        "sys.stdout.buffer.write(bytes(38556)); sys.stdout.flush(); os._exit(0)"
    )
    started = time.monotonic()
    pixels(made(program(tmp_path, text), 20.0).decode(BLOCK))
    assert time.monotonic() - started < 15
    processes = [process for process in Path("/proc").iterdir() if process.name.isdecimal()]
    eventually(lambda: not [process for process in processes if str(tmp_path) in command_line(process)])


def command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def test_the_child_cannot_write_or_leave_a_core(tmp_path: Path) -> None:
    text = (
        "import resource as r\n"
        "good = r.getrlimit(r.RLIMIT_CORE)[1] <= 1 and r.getrlimit(r.RLIMIT_FSIZE) == (0, 0)\n"
        f"try:\n open({str(tmp_path / 'kept')!r}, 'wb').write(block)\nexcept OSError:\n pass\n"
        "status = open('/proc/self/status').read()\n"
        "good = good and 'NoNewPrivs:\\t1' in status and not any(k.startswith('JIUJIN') for k in os.environ)\n"
        "sys.stdout.buffer.write(bytes(38556)) if good and block else sys.exit(3)"
    )
    os.environ["JIUJIN_SECRET_OF_A_TEST"] = "1"
    try:
        pixels(made(program(tmp_path, text)).decode(BLOCK))
    finally:
        del os.environ["JIUJIN_SECRET_OF_A_TEST"]
    kept = tmp_path / "kept"
    assert not kept.exists() or kept.stat().st_size == 0


def test_no_decoder(tmp_path: Path) -> None:
    assert PhotoDecoder(None).problem() is None
    assert refused(PhotoDecoder(None)) == "photo.no-decoder none is configured"
    file = program(tmp_path, "")
    decoder = made(file)
    file.unlink()
    assert refused(decoder).startswith("photo.no-decoder ")


@pytest.mark.parametrize("size", [0, 1023, 1025])
def test_a_block_of_another_size_reaches_no_decoder(tmp_path: Path, size: int) -> None:
    assert refused(made(program(tmp_path, "sys.exit(3)")), bytes(size)) == f"photo.refused {size} bytes"


def test_a_program_that_may_not_be_run(tmp_path: Path) -> None:
    file = program(tmp_path, "")
    file.write_bytes(b"\x7fELF nothing")
    assert refused(made(file)).startswith("photo.broken exit code ")


# -- simulated photos -----------------------------------------------------------------------------------------------


def drawn() -> Image.Image:
    """A head as children draw it."""
    picture = Image.new("RGB", SIZE, (235, 240, 245))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((22, 16, 80, 96), fill=(214, 170, 140), outline=(60, 40, 30))
    pen.ellipse((36, 46, 46, 52), fill=(30, 30, 30))
    pen.ellipse((56, 46, 66, 52), fill=(30, 30, 30))
    pen.arc((38, 64, 64, 82), 20, 160, fill=(150, 40, 40), width=3)
    pen.rectangle((0, 104, 101, 125), fill=(40, 60, 110))
    return picture


def test_the_simulated_decoder_opens_what_was_drawn() -> None:
    block = encode_photo(drawn())
    assert len(block) == 1024
    simulated = PhotoDecoder(PhotoDecoderSettings(path=None, sha256="", time_limit_s=20.0))
    opened = pixels(simulated.decode(block))
    assert opened.tobytes("raw", "BGR") == decode_photo(block)
    for place in ((50, 30), (40, 49), (50, 115), (4, 4)):
        wanted, got = drawn().getpixel(place), opened.getpixel(place)
        assert isinstance(wanted, tuple)
        assert isinstance(got, tuple)
        assert all(abs(a - b) < 30 for a, b in zip(wanted, got, strict=True))


def test_the_simulated_decoder_refuses_photos_of_real_cards() -> None:
    simulated = PhotoDecoder(PhotoDecoderSettings(path=None, sha256="", time_limit_s=20.0))
    assert refused(simulated, b"WLf\0" + bytes(1020)) == "photo.refused the decoder does not take it"


def test_any_picture_fits() -> None:
    noise = Image.frombytes("RGB", (640, 480), os.urandom(640 * 480 * 3))
    assert len(decode_photo(encode_photo(noise))) == PICTURE_SIZE


@given(st.binary(max_size=1016), st.booleans())
@settings(deadline=None)
def test_any_block_is_a_picture_or_none(tail: bytes, whole: bool) -> None:
    block = bytearray(b"JIUJIN" + len(tail).to_bytes(2, "big") + tail.ljust(1016, b"\0"))
    if whole:
        block[8 : 8 + 16] = b"RIFF" + (len(tail)).to_bytes(4, "little") + b"WEBPVP8 "
    with contextlib.suppress(ValueError):
        assert len(decode_photo(bytes(block))) == PICTURE_SIZE


# -- settings -------------------------------------------------------------------------------------------------------

TERMINAL = """
data = "d"
demo = {demo}
[platform]
address = "https://platform.example"
pinned_keys = ["ed25519:lx6NyS9vlaYRKOgCOX3QDxqfVTeBvVdvGZzXVCJ9uyk"]
[photo_decoder]
{decoder}
"""


def configured(folder: Path, decoder: str, demo: str = "false") -> PhotoDecoderSettings | str:
    file = folder / "terminal.toml"
    file.write_text(TERMINAL.format(decoder=decoder, demo=demo))
    try:
        return load_settings(file).photo_decoder or "none"
    except SettingsError as problem:
        return problem.line


def test_decoders_of_settings(tmp_path: Path) -> None:
    digest = "ab" * 32
    assert configured(tmp_path, f'path = "lib.so"\nsha256 = "{digest}"') == PhotoDecoderSettings(
        path=tmp_path / "lib.so", sha256=digest, time_limit_s=3.0
    )
    assert configured(tmp_path, 'path = "simulated"', "true") == PhotoDecoderSettings(
        path=None, sha256="", time_limit_s=3.0
    )


@pytest.mark.parametrize(
    ("decoder", "said"),
    [
        (
            'path = "simulated"',
            "photo_decoder.path: simulated opens photos of simulated cards and goes with demo = true",
        ),
        ('path = "lib.so"', "photo_decoder.sha256: is missing"),
        ('path = "lib.so"\nsha256 = "AB"', "photo_decoder.sha256: 'AB' is not of the expected form"),
        ("", "photo_decoder.path: is missing"),
    ],
)
def test_settings_say_what_a_decoder_needs(tmp_path: Path, decoder: str, said: str) -> None:
    answer = configured(tmp_path, decoder)
    assert isinstance(answer, str)
    assert said in answer
