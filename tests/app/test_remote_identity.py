"""The demonstration can do what it shows: a code comes to a telephone, an identity code is made, a line is cut."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.residents import demo_cards
from app.running import running
from drivers.idcard.simulated_card import SimulatedCard
from kiosk.faults import FaultError
from kiosk.protocol.payload import PersonRecord
from kiosk.settings import load_settings
from tests.app.kiosk import run_main
from tests.app.theatre import Theatre

VISIT = "01931f6e-8a00-7abc-8def-00000000aaaa"


def card(name: str) -> SimulatedCard:
    return next(card.card for card in demo_cards() if card.id == name)


def person(name: str) -> PersonRecord:
    return PersonRecord(document="resident-card", name=card(name).name, number=card(name).number)


def test_residents_of_the_demonstration_show_who_they_are_without_a_face(theatre: Theatre, config: Path) -> None:
    with running(load_settings(config)) as program:
        remote = program.desk.remote
        assert remote is not None
        deadline = time.monotonic() + 30
        while not remote.ready():
            assert time.monotonic() < deadline, "the platform's keys did not come"
            program.wait(0.1)
        sent = remote.send_code(VISIT, person("zhang"))
        assert sent.hint == "5678"
        telephone = run_main("dock", "--config", config, "sms")
        assert telephone.returncode == 0, telephone.stderr
        newest = telephone.stdout.strip().splitlines()[-1]
        assert " 12000005678 【" in newest
        code = newest[newest.index("验证码 ") + 4 :][:6]
        assert remote.check_code(VISIT, sent.challenge, code).way == "sms-code"
        text = theatre.central("identity-code", "--person", card("ouyang").number).strip()
        proof = remote.exchange(VISIT, text, None)
        assert proof.person is not None
        assert proof.person.name == card("ouyang").name
        theatre.dock.change("line", up=False)
        while line_answers(theatre):
            # the relay follows the dock's file in its own time
            assert time.monotonic() < deadline + 60, "the line did not go down"
            time.sleep(0.05)
        with pytest.raises(FaultError) as caught:
            remote.send_code(VISIT, person("ouyang"))
        assert caught.value.fault.id == "remote.line-down"
        theatre.dock.change("line", up=True)


def line_answers(theatre: Theatre) -> bool:
    line = urlsplit(theatre.stage.settings.platform.address)
    try:
        with socket.create_connection((line.hostname, line.port), timeout=5) as connection:
            connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
            return bool(connection.recv(1))
    except OSError:
        return False


def test_the_demonstration_s_platform_knows_its_cards(theatre: Theatre) -> None:
    for name in ("zhang", "ouyang", "rare"):
        assert theatre.central("identity-code", "--person", card(name).number).startswith("JIUJIN-ID/1/")
