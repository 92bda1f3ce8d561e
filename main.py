"""The terminal's command line; each command is one module of `app`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.settings import Settings, SettingsError, load_settings


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code (see `app.errors`)."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    match given.command:
        case "demo":
            from app.demo import demo

            return demo(headless=given.headless, out=given.out, card=given.card, service=given.service)
        case "gallery":
            from app.gallery import gallery

            return gallery(out=given.out, page=given.page, modes=given.mode)
        case "simulators":
            from app.simulators import simulators

            return simulators(given.folder, given.platform_port, given.camera_hz)
        case "soak":
            from app.soak import judge, soak

            if given.audit is not None:
                return judge(given.audit)
            return soak(minutes=given.minutes, seed=given.seed, out=given.out)
        case "catalogue":
            return _catalogue_command(given)
        case "search":
            from app.search import search

            return search(given.query, given.catalogue, limit=given.limit)
        case "udev-rules":
            from app.udev import print_rules

            return print_rules(given.group)
        case "trace":
            return _trace_command(given)
        case "verify-receipt":
            from app.receipts import verify

            settings = None if given.config is None else _settings(given.config)
            return verify(given.text, settings, keys=given.keys, pins=given.pin)
    return _terminal_command(given, _settings(given.config))


def _trace_command(given: argparse.Namespace) -> int:
    from app.trace import record, replay

    if given.action == "replay":
        return replay(given.file)
    settings = _settings(given.config)
    return record(settings, device=given.device, out=given.out, minutes=given.minutes, staff=given.staff)


def _catalogue_command(given: argparse.Namespace) -> int:
    from app.catalogue import import_catalogue, lint_catalogue

    if given.action == "lint":
        return lint_catalogue(given.folder, strict=given.strict)
    return import_catalogue(given.file, given.out, catalogue_id=given.id, version=given.version, codes=given.codes)


def _terminal_command(given: argparse.Namespace, settings: Settings) -> int:
    match given.command:
        case "run":
            from app.run import run

            return run(settings)
        case "headless":
            from app.headless import headless

            return headless(settings)
        case "enrol":
            from app.enrol import enrol_terminal

            return enrol_terminal(settings, given.claim)
        case "doctor":
            from app.doctor import doctor

            return doctor(settings, as_json=given.json)
        case _:
            from app.dock import dock

            return dock(settings, given.part, given.values)


def _settings(file: Path) -> Settings:
    try:
        return load_settings(file)
    except SettingsError as problem:
        sys.stderr.write(f"{problem.line}\n")
        raise SystemExit(2) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="Jiujin (就近): a terminal for public services")
    commands = parser.add_subparsers(dest="command", required=True)
    config = argparse.ArgumentParser(add_help=False)
    config.add_argument("--config", type=Path, required=True, metavar="FILE", help="local settings (TOML)")

    commands.add_parser("run", parents=[config], help="the touch window")
    commands.add_parser("headless", parents=[config], help="the same flows as JSON lines")
    command = commands.add_parser("enrol", parents=[config], help="join the platform with a claim code")
    command.add_argument("--claim", required=True, metavar="CODE")
    command = commands.add_parser("doctor", parents=[config], help="is everything that is configured ready?")
    command.add_argument("--json", action="store_true")
    command = commands.add_parser("dock", parents=[config], help="the simulated devices (demo = true)")
    command.add_argument("part", nargs="?", help="reader, printer, camera, line; sms; none shows the state")
    command.add_argument("values", nargs="*", metavar="NAME=VALUE", help="such as card=zhang, paper=out, up=false")
    command = commands.add_parser("catalogue", help="lint a catalogue's folder, or import one")
    actions = command.add_subparsers(dest="action", required=True)
    action = actions.add_parser("lint", help="everything that is wrong, with its file")
    action.add_argument("folder", type=Path, metavar="FOLDER")
    action.add_argument("--strict", action="store_true", help="a missing language is an error too")
    action = actions.add_parser("import", help="items that other systems publish, as a folder of guides")
    action.add_argument("file", type=Path, metavar="FILE", help=".json or .csv")
    action.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new or empty folder")
    action.add_argument("--id", default="imported", help="the catalogue's id")
    action.add_argument("--version", default="1", help="its version")
    action.add_argument("--codes", default="sichuan", choices=("sichuan", "guangdong"), help="whose taskType codes")
    command = commands.add_parser("search", help="try out what people type or say on a catalogue and its aliases")
    command.add_argument("query", nargs="+", help="several are several searches; quote what has blanks")
    command.add_argument("--catalogue", type=Path, required=True, metavar="FOLDER")
    command.add_argument("--limit", type=int, default=5, metavar="N", help="services a query (default 5)")
    command = commands.add_parser(
        "trace", help="what goes over the line to a SAM-V reader, without anything of a card"
    )
    actions = command.add_subparsers(dest="action", required=True)
    action = actions.add_parser("record", parents=[config], help="run one reader alone and write down what it says")
    action.add_argument("--out", type=Path, required=True, metavar="FILE")
    action.add_argument(
        "--device", default="", metavar="ID", help="of the settings; the first SAM-V reader without it"
    )
    action.add_argument("--minutes", type=float, default=5.0, metavar="N", help="5 without it; Ctrl-C ends it sooner")
    action.add_argument("--staff", action="store_true", help="read cards as staff cards")
    action = actions.add_parser(
        "replay", help="play a trace to the driver, with an invented person for what was left out"
    )
    action.add_argument("file", type=Path, metavar="FILE")
    command = commands.add_parser("udev-rules", help="rules that let the terminal's account open known card readers")
    command.add_argument("--group", default="kiosk", metavar="NAME", help="the account's group (kiosk)")
    command = commands.add_parser("verify-receipt", help="what the code of a receipt proves")
    command.add_argument("text", help="the link as scanned, or its last part")
    command.add_argument("--config", type=Path, metavar="FILE", help="take the key directory of this terminal")
    command.add_argument("--keys", type=Path, metavar="FILE", help="take the platform's key directory from a file")
    command.add_argument("--pin", action="append", default=[], metavar="KEY", help="pinned key for --keys")
    command = commands.add_parser("demo", help="a whole visit on simulated devices")
    command.add_argument("--headless", action="store_true", help="play it without a display")
    command.add_argument("--out", type=Path, metavar="DIR", help="where report, receipt and screens go")
    command.add_argument("--card", default="ouyang", help="which resident comes (data/demo_cards.toml)")
    command.add_argument("--service", default="S008", help="what they apply for")
    command = commands.add_parser("soak", help="visitors and faults by the thousand, then the books are compared")
    command.add_argument("--minutes", type=float, default=5.0, metavar="N", help="how long visitors come (5)")
    command.add_argument(
        "--seed", type=int, metavar="S", help="which visitors and faults; drawn when it is not given"
    )
    command.add_argument("--out", type=Path, metavar="DIR", help="where report, books and logs go, and stay")
    command.add_argument("--audit", type=Path, metavar="DIR", help="only compare the books of a run that has ended")
    command = commands.add_parser("gallery", help="every page in every mode, with what the checks say")
    command.add_argument("--out", type=Path, metavar="DIR", help="write pictures there instead of opening a window")
    command.add_argument("--page", default="", metavar="NAME", help="only this page")
    command.add_argument("--mode", action="append", default=[], metavar="WORDS", help="as 'landscape large en low'")
    command = commands.add_parser("simulators", help="simulated devices on real transports, for trying things out")
    command.add_argument("--folder", type=Path, required=True, metavar="DIR")
    command.add_argument("--platform-port", type=int, metavar="N", help="also relay the line to this port")
    command.add_argument(
        "--camera-hz", type=int, choices=range(1, 61), default=15, metavar="N", help="its pictures a second"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
