"""The camera as the window has it: a real child, a real stream, and everything that can happen to both."""

import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from drivers.camera.camera import VisionCamera
from drivers.camera.lines import HealthLine, Start, decode_event, encode_start
from drivers.camera.models import MANIFEST_FILE
from drivers.camera.preview import PreviewMemory
from drivers.camera.simulator import CameraSimulator
from kiosk.devices import STILL_LIMIT_BYTES, Camera, Condition, FacesSeen, HealthChanged, StillTaken
from kiosk.dock import DockFile
from tests.drivers.camera.conftest import DETECTION_FILE, Posts, counter_of, preview_traces, until, vision_children

Make = Callable[..., VisionCamera]


def address_of(simulator: CameraSimulator) -> str:
    return f"http://127.0.0.1:{simulator.start()}/video"


def test_preview_faces_and_health_of_a_stream(
    simulator: CameraSimulator, cameras: Make, posts: Posts, models: Path
) -> None:
    camera = cameras(address_of(simulator), models=(models,))
    as_protocol: Camera = camera
    as_protocol.start(posts)
    assert posts.wait_health(Condition.READY).health.facts["state"] == "not opened"
    assert camera.latest() is None
    assert vision_children() == []
    mark = posts.mark()
    camera.open()
    posts.wait_health(Condition.STARTING, since=mark)
    posts.wait_health(Condition.READY, since=mark)
    first = until(camera.latest)
    later = until(lambda: frame if (frame := camera.latest()) and frame.number > first.number + 2 else None)
    assert counter_of(later) != counter_of(first)
    seen = posts.wait_faces(1, since=mark)
    (face,) = seen.faces
    assert 0.6 <= face.score <= 1
    assert 150 < face.x < 300 < face.x + face.width < 500
    assert "picture" in camera.health().facts
    camera.close()
    assert camera.latest() is None
    assert vision_children() == []
    assert preview_traces() == []
    assert camera.health().facts["state"] == "not opened"


def stills(posts: Posts, since: int = 0) -> list[StillTaken]:
    return [event for event in posts.events[since:] if isinstance(event, StillTaken)]


def test_a_still_is_a_picture_of_now_at_full_size(simulator: CameraSimulator, cameras: Make, posts: Posts) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.still()
    camera.open()
    first = until(camera.latest)
    until(lambda: (frame := camera.latest()) and frame.number > first.number + 3)
    assert stills(posts) == [], "what was asked of a closed camera is not taken later"
    camera.still()
    camera.still()
    until(lambda: stills(posts))
    with Image.open(io.BytesIO(stills(posts)[0].jpeg)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (640, 480))
    mark = posts.mark()
    camera.still()
    until(lambda: stills(posts, mark))
    assert len(stills(posts, mark)) == 1
    assert "jpeg" not in repr(stills(posts)[0])


def test_a_child_that_dies_owes_its_still(simulator: CameraSimulator, cameras: Make, posts: Posts) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    until(camera.latest)
    (child,) = vision_children()
    os.kill(child, signal.SIGSTOP)
    camera.still()
    os.kill(child, signal.SIGKILL)
    until(lambda: stills(posts))


def test_a_still_of_much_detail_is_bounded(tmp_path: Path, cameras: Make, posts: Posts) -> None:
    noise = Image.frombytes("RGB", (3000, 2000), random.Random(7).randbytes(3000 * 2000 * 3))
    noise.save(tmp_path / "noise.png")
    camera = cameras(f"file:{tmp_path / 'noise.png'}")
    camera.start(posts)
    camera.open()
    until(camera.latest)
    camera.still()
    until(lambda: stills(posts))
    jpeg = stills(posts)[0].jpeg
    assert len(jpeg) <= STILL_LIMIT_BYTES
    with Image.open(io.BytesIO(jpeg)) as picture:
        assert max(picture.size) <= 1920


def test_a_slow_consumer_gets_the_newest_frame(simulator: CameraSimulator, cameras: Make, posts: Posts) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    old = until(camera.latest)
    sent = simulator.frames_sent
    until(lambda: simulator.frames_sent >= sent + 30)  # nobody looks while thirty frames go by
    newest_sent = simulator.frames_sent
    new = until(camera.latest)
    behind = (newest_sent - 1 - counter_of(new)) % 60
    # A queue would hand out the frame after the old one, thirty behind; a few are still on their way.
    assert behind <= 10 or behind >= 55
    assert new.number > old.number + 5


def test_a_stall_in_mid_stream_and_its_end(
    simulator: CameraSimulator, dock: DockFile, cameras: Make, posts: Posts
) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    until(camera.latest)
    mark = posts.mark()
    dock.change("camera", stalled=True)
    posts.wait_health(Condition.FAULT, "camera.stalled", since=mark)
    until(lambda: camera.latest() is None)  # no frozen face stays on the screen
    mark = posts.mark()
    dock.change("camera", stalled=False)
    until(camera.latest)
    posts.wait_health(Condition.WARNING, "camera.models-missing", since=mark)
    assert not any(
        isinstance(event, HealthChanged) and event.health.condition is Condition.STARTING
        for event in posts.events[mark:]
    )


def test_a_server_that_goes_and_comes_back(
    simulator: CameraSimulator, dock: DockFile, cameras: Make, posts: Posts
) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    until(camera.latest)
    children = vision_children()
    mark = posts.mark()
    dock.change("camera", present=False)
    posts.wait_health(Condition.FAULT, "camera.absent", since=mark)
    mark = posts.mark()
    dock.change("camera", present=True)
    posts.wait_health(Condition.WARNING, "camera.models-missing", since=mark)
    until(camera.latest)
    assert vision_children() == children  # the child reconnects by itself


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_killed_child_is_started_again(
    simulator: CameraSimulator, cameras: Make, posts: Posts, how: signal.Signals
) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    before = until(camera.latest)
    (old,) = vision_children()
    mark = posts.mark()
    os.kill(old, how)
    died = posts.wait_health(Condition.FAULT, "camera.child-died", since=mark)
    assert died.health.fault is not None
    assert f"signal {int(how)}" in died.health.fault.detail
    posts.wait_health(Condition.WARNING, "camera.models-missing", since=mark)
    after = until(camera.latest)
    assert after.number > before.number
    (new,) = vision_children()
    assert new != old
    assert len([name for name in preview_traces() if not name.startswith("/memfd")]) == 1  # one mapping


def test_a_camera_closed_while_its_child_is_dead_leaves_nothing(
    simulator: CameraSimulator, cameras: Make, posts: Posts
) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    until(camera.latest)
    os.kill(vision_children()[0], signal.SIGKILL)
    camera.close()
    assert camera.latest() is None
    assert preview_traces() == []
    assert vision_children() == []


def test_a_child_that_hangs_is_replaced(
    simulator: CameraSimulator, cameras: Make, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.camera.camera.SILENT_SECONDS", 1.5)
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    until(camera.latest)
    posts.wait_health(Condition.WARNING, "camera.models-missing")
    (old,) = vision_children()
    mark = posts.mark()
    os.kill(old, signal.SIGSTOP)
    died = posts.wait_health(Condition.FAULT, "camera.child-died", since=mark)
    assert died.health.fault is not None
    assert "silence" in died.health.fault.detail
    until(camera.latest)
    assert old not in vision_children()


def test_without_models_there_is_a_preview_and_no_detection(
    simulator: CameraSimulator, cameras: Make, posts: Posts
) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    posts.wait_health(Condition.WARNING, "camera.models-missing")
    first = until(camera.latest)
    until(lambda: (frame := camera.latest()) and frame.number > first.number + 15)
    assert not any(isinstance(event, FacesSeen) for event in posts.events)


def test_with_altered_models_there_is_a_preview_and_no_detection(
    simulator: CameraSimulator, cameras: Make, posts: Posts, models: Path, tmp_path: Path
) -> None:
    content = bytearray((models / DETECTION_FILE).read_bytes())
    content[len(content) // 3] ^= 4
    (tmp_path / DETECTION_FILE).write_bytes(content)
    (tmp_path / MANIFEST_FILE).write_bytes((models / MANIFEST_FILE).read_bytes())
    camera = cameras(address_of(simulator), models=(tmp_path, models))
    camera.start(posts)
    camera.open()
    posts.wait_health(Condition.WARNING, "camera.models-altered")
    first = until(camera.latest)
    until(lambda: (frame := camera.latest()) and frame.number > first.number + 15)
    assert not any(isinstance(event, FacesSeen) for event in posts.events)


def test_a_camera_that_is_stalled_from_the_start(
    simulator: CameraSimulator, dock: DockFile, cameras: Make, posts: Posts
) -> None:
    dock.change("camera", stalled=True)
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    posts.wait_health(Condition.FAULT, "camera.stalled")
    assert camera.latest() is None
    dock.change("camera", stalled=False)
    until(camera.latest)


def huge_jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (6000, 6000)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "frame", [b"<html>", b"\xff\xd8 nothing \xff\xd9", huge_jpeg()], ids=["html", "noise", "huge"]
)
def test_a_stream_that_cannot_be_shown(dock: DockFile, cameras: Make, posts: Posts, frame: bytes) -> None:
    simulator = CameraSimulator(dock, frames=[frame])
    camera = cameras(address_of(simulator))
    camera.start(posts)
    camera.open()
    posts.wait_health(Condition.FAULT, "camera.unreadable")
    assert camera.latest() is None
    assert len(vision_children()) == 1
    simulator.stop()


def test_a_still_of_a_face(cameras: Make, posts: Posts, models: Path, faces_dir: Path) -> None:
    camera = cameras(f"file:{faces_dir / 'person_a' / '01.jpg'}", models=(models,))
    camera.start(posts)
    camera.open()
    (face,) = posts.wait_faces(1).faces
    assert (face.x, face.y, face.width, face.height) == pytest.approx((70.9, 69.6, 91.2, 117.1), abs=1.0)
    frame = until(camera.latest)
    assert (frame.width, frame.height) == (250, 250)  # never enlarged


def test_a_large_still_is_scaled_down(cameras: Make, posts: Posts, tmp_path: Path) -> None:
    Image.new("RGB", (3000, 2000), (10, 200, 90)).save(tmp_path / "large.png")
    camera = cameras(f"file:{tmp_path / 'large.png'}")
    camera.start(posts)
    camera.open()
    frame = until(camera.latest)
    assert (frame.width, frame.height, frame.stride) == (640, 427, 2560)
    assert frame.pixels[:3] == bytes((90, 200, 10))


def test_a_file_that_is_not_there_and_then_is(cameras: Make, posts: Posts, tmp_path: Path) -> None:
    path = tmp_path / "camera.png"
    camera = cameras(f"file:{path}")
    assert camera.health().fault is not None
    camera.start(posts)
    posts.wait_health(Condition.FAULT, "camera.absent")
    mark = posts.mark()
    Image.new("RGB", (64, 48)).save(path)
    posts.wait_health(Condition.READY, since=mark)
    camera.open()
    until(camera.latest)


def test_opened_and_closed_again_and_again(simulator: CameraSimulator, cameras: Make, posts: Posts) -> None:
    camera = cameras(address_of(simulator))
    camera.start(posts)
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    last = 0
    for _ in range(3):
        camera.open()
        camera.open()
        frame = until(camera.latest)
        assert frame.number > last
        last = frame.number
        camera.close()
        camera.close()
        assert camera.latest() is None
    for _ in range(5):
        camera.open()
        camera.close()
    assert vision_children() == []
    until(lambda: len(list(Path("/proc/self/fd").iterdir())) <= descriptors + 1)
    camera.stop()
    camera.stop()
    camera.start(posts)
    camera.open()
    until(camera.latest)


def test_what_needs_a_start_says_so(cameras: Make) -> None:
    camera = cameras("http://127.0.0.1:9/")
    with pytest.raises(RuntimeError, match="started"):
        camera.open()
    camera.close()
    camera.stop()
    assert camera.health().condition is Condition.READY


WINDOW = """
import os, sys, time
from drivers.camera.camera import VisionCamera
import drivers.camera.presence, drivers.camera.simulator, drivers.camera.models
camera = VisionCamera("camera", sys.argv[1], models=())
camera.start(lambda event: None)
camera.open()
deadline = time.monotonic() + 30
while camera.latest() is None and time.monotonic() < deadline:
    time.sleep(0.01)
bad = {"cv2", "numpy", "multiprocessing"} & set(sys.modules)
assert not bad, bad
print("showing", flush=True)
sys.stdin.read(1)
camera.stop()
"""


def start_window(address: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-X", "dev", "-c", WINDOW, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def children_of(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def test_the_window_process_never_has_opencv_and_ends_silently(simulator: CameraSimulator) -> None:
    with start_window(address_of(simulator)) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"showing\n"
        (child,) = children_of(window.pid)
        environment = Path(f"/proc/{child}/environ").read_bytes()
        assert b"QT_" not in environment
        assert b"JIUJIN_MODELS" not in environment
        out, err = window.communicate(b"x")
        assert (out, err, window.returncode) == (b"", b"", 0)
        until(lambda: not Path(f"/proc/{child}").exists())


def test_the_child_ends_with_a_killed_window(simulator: CameraSimulator) -> None:
    with start_window(address_of(simulator)) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"showing\n"
        (child,) = children_of(window.pid)
        window.kill()
        window.wait()

        def gone() -> bool:
            try:
                return "State:\tZ" in Path(f"/proc/{child}/status").read_text()
            except FileNotFoundError:
                return True

        until(gone)
        assert [entry.name for entry in Path("/dev/shm").iterdir() if "jiujin" in entry.name] == []


def test_the_child_ends_when_its_stdin_closes() -> None:
    memory = PreviewMemory()
    start = Start(
        address="http://127.0.0.1:9/",
        model_directories=(),
        preview_fd=memory.fd,
        parent_pid=os.getpid(),
        first_number=1,
    )
    command = [sys.executable, "-m", "drivers.camera.vision"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(memory.fd,)) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(encode_start(start))
        child.stdin.flush()
        assert isinstance(decode_event(child.stdout.readline()), HealthLine)
        child.stdin.close()
        assert child.wait(30) == 0
    memory.close()


def test_a_child_given_nonsense_says_so_and_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "drivers.camera.vision"], input=b'{"do":"dance"}\n', capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"start command" in done.stderr
    assert done.stdout == b""
