"""What a camera's address may be, and what is said when it is none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.address import FileAddress, HttpAddress, V4l2Address, parse_address


def test_the_three_kinds() -> None:
    assert parse_address("file:/srv/a b.avi") == FileAddress(path=Path("/srv/a b.avi"))
    assert parse_address("file:///srv/a.jpg") == FileAddress(path=Path("/srv/a.jpg"))
    assert parse_address("v4l2:/dev/video0") == V4l2Address(node=Path("/dev/video0"))
    assert parse_address("v4l2:/dev/v4l/by-id/usb-cam") == V4l2Address(node=Path("/dev/v4l/by-id/usb-cam"))
    assert parse_address("http://127.0.0.1:8080/video?q=1") == HttpAddress(
        host="127.0.0.1", port=8080, target="/video?q=1"
    )
    assert parse_address("http://[::1]:81") == HttpAddress(host="::1", port=81, target="/")
    assert parse_address("http://camera/") == HttpAddress(host="camera", port=80, target="/")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no kind"),
        ("/dev/video0", "no kind"),
        ("file:", "path"),
        ("v4l2:video0", "device node"),
        ("v4l2:/dev/../etc/passwd", "device node"),
        ("https://camera/", "unknown kind"),
        ("rtsp://camera/", "unknown kind"),
        ("http:camera", "no host"),
        ("http:///video", "no host"),
        ("http://camera:0/", "port"),
        ("http://camera:70000/", "port"),
        ("http://camera:x/", "port"),
        ("http://me:secret@camera/", "no name and password"),
        ("http://camera/a b", "spaces"),
        ("http://camera/\r\nHost: x", "control"),
        ("file:/a\0b", "control"),
    ],
)
def test_what_is_refused_is_said(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word) as refusal:
        parse_address(text)
    assert "secret" not in str(refusal.value)


@given(st.text() | st.text().map(lambda rest: "http://" + rest) | st.text().map(lambda rest: "file:" + rest))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        address = parse_address(text)
    except ValueError:
        return
    if isinstance(address, HttpAddress):
        assert address.host
        assert 1 <= address.port <= 65535
        assert address.target.isascii()
