"""The simulated camera behind the dock, seen through the probe; the fault texts."""

import re
import socket
import threading
import tomllib
from pathlib import Path

import pytest

import drivers.camera
from drivers.camera.address import HttpAddress
from drivers.camera.mjpeg import MjpegConnection, StreamError
from drivers.camera.presence import probe
from drivers.camera.simulator import CameraSimulator
from kiosk.devices import Condition
from kiosk.dock import DockFile
from kiosk.faults import load_faults
from tests.drivers.camera.conftest import until

ROOM = Path(drivers.camera.__file__).parent


def fault_of(address: str) -> str:
    health = probe(address, timeout_seconds=0.5)
    assert (health.condition is Condition.READY) == (health.fault is None)
    return health.fault.id if health.fault else ""


def test_the_dock_moves_the_camera(simulator: CameraSimulator, dock: DockFile) -> None:
    address = f"http://127.0.0.1:{simulator.start()}/"
    assert fault_of(address) == ""
    dock.change("camera", stalled=True)
    until(lambda: fault_of(address) == "camera.stalled")
    dock.change("camera", stalled=False, present=False)
    until(lambda: fault_of(address) == "camera.absent")
    dock.path.write_text("half a wor")
    dock.path.unlink()
    until(lambda: fault_of(address) == "")


def test_a_camera_that_starts_unplugged_keeps_its_port(dock: DockFile) -> None:
    dock.change("camera", present=False)
    simulator = CameraSimulator(dock, frames=[b"\xff\xd8\xff\xd9"])
    address = f"http://127.0.0.1:{simulator.start()}/"
    assert fault_of(address) == "camera.absent"
    dock.change("camera", present=True)
    until(lambda: fault_of(address) == "")
    simulator.stop()
    assert fault_of(address) == "camera.absent"


def test_two_viewers_and_one_who_asks_wrongly(simulator: CameraSimulator) -> None:
    address = HttpAddress(host="127.0.0.1", port=simulator.start(), target="/")
    with MjpegConnection(address, 5) as one, MjpegConnection(address, 5) as two:
        assert one.newest().startswith(b"\xff\xd8")
        assert two.newest().startswith(b"\xff\xd8")
    with socket.create_connection(("127.0.0.1", address.port), timeout=5) as wrong:
        wrong.sendall(b"POST / HTTP/1.1\r\n\r\n")
        assert wrong.recv(100).startswith(b"HTTP/1.1 405")
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "camera-viewer"])


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n",
        b"noise\r\n\r\n",
        b"",
    ],
)
def test_servers_that_are_no_camera(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(4096)
                peer.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(StreamError):
            MjpegConnection(HttpAddress(host="127.0.0.1", port=port, target="/"), 5)
        thread.join()


def test_a_server_that_sends_a_byte_now_and_then_keeps_nobody_waiting() -> None:
    enough = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def trickle() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(4096)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=e\r\n\r\n")
                while not enough.wait(0.05):
                    peer.sendall(b"x")

        thread = threading.Thread(target=trickle)
        thread.start()
        health = probe(f"http://127.0.0.1:{port}/", timeout_seconds=0.3)
        enough.set()
        thread.join()
    assert health.fault is not None
    assert health.fault.id == "camera.stalled"


def test_parts_that_are_no_pictures(dock: DockFile) -> None:
    simulator = CameraSimulator(dock, frames=[b"<html>"])
    assert fault_of(f"http://127.0.0.1:{simulator.start()}/") == "camera.unreadable"
    simulator.stop()


def test_probes_of_files_and_nodes(tmp_path: Path) -> None:
    assert fault_of(f"file:{tmp_path}") == ""
    assert fault_of(f"file:{tmp_path / 'none'}") == "camera.absent"
    assert fault_of("v4l2:/dev/none") == "camera.absent"
    assert fault_of("v4l2:/dev/null") == ""
    assert fault_of("v4l2:/dev/shm") == "camera.absent"
    with pytest.raises(ValueError, match="kind"):
        probe("rtsp://x")


def test_the_faults_named_in_the_code_are_those_of_the_catalogue() -> None:
    known = {text.id for text in load_faults([ROOM / "faults.toml"])}
    source = "".join(file.read_text("utf-8") for file in ROOM.glob("*.py"))
    named = {fault for fault in known if f'"{fault}"' in source}
    assert named == known
    assert set(re.findall(r'"(camera\.[a-z-]+)"', source)) == known


def test_the_catalogue_speaks_both_languages_and_keeps_its_letter() -> None:
    for text in load_faults([ROOM / "faults.toml"]):
        assert text.code.startswith("C-")
        assert text.picture == "camera"
        for texts in (text.title, text.body, text.cause, text.remedy):
            assert set(texts) == {"zh-CN", "zh-HK", "en"}
        assert "失败" not in text.title["zh-CN"] + text.body["zh-CN"]
        assert "您已填写的内容都在" in text.body["zh-CN"]
    assert tomllib.loads((ROOM / "faults.toml").read_text("utf-8"))
