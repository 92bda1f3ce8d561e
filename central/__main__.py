"""`python -m central`: the command line of the reference platform.

Exit 0: done. Exit 1: refused, with the reasons. Exit 2: the command or the settings do not fit. Reasons go to
stderr, one a line; stdout has results only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from central import commands
from central.errors import PublishError, SetupError
from central.platform import Platform, open_platform
from central.serving import serve
from central.settings import DEFAULT_NAME, CentralSettings, default_keys


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        settings = CentralSettings(
            db=given.db,
            keys=given.keys or default_keys(given.db),
            public_url=getattr(given, "public_url", None) or "",
            name=getattr(given, "name", None),
            sms_spool=getattr(given, "sms_spool", None),
        )
        if given.command == "serve":
            serve(settings, given.host, given.port, lambda line: print(line, flush=True))
            return 0
        with closing(open_platform(settings, DEFAULT_NAME)) as platform:
            print(_COMMANDS[given.command](platform, given))
    except PublishError as problem:
        print(*(f"refused: {reason}" for reason in problem.reasons), sep="\n", file=sys.stderr)
        return 1
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 2
    except SQLAlchemyError as problem:
        print(f"--db: {getattr(problem, 'orig', None) or type(problem).__name__}", file=sys.stderr)
        return 2
    return 0


_COMMANDS: dict[str, Callable[[Platform, argparse.Namespace], str]] = {
    "claim": lambda platform, given: commands.claim(platform, given.terminal, given.site, given.hours),
    "keys": lambda platform, given: commands.keys(platform, rotate=given.new_intake, as_json=given.json),
    "publish": lambda platform, given: commands.publish_documents(
        platform, given.catalogue, given.policy, given.site
    ),
    "applications": lambda platform, given: commands.show_applications(
        platform, given.id, full=given.full, as_json=given.json
    ),
    "terminals": lambda platform, given: commands.show_terminals(platform, as_json=given.json),
    "revoke": lambda platform, given: commands.revoke_terminal(platform, given.terminal),
    "people": lambda platform, given: commands.take_people(platform, given.file),
    "identity-code": lambda platform, given: commands.identity_code(platform, given.person),
    "callbacks": lambda platform, given: (
        commands.show_callbacks(platform, every=given.all, full=given.full, as_json=given.json)
        if given.done is None
        else commands.close_callback(platform, given.done, given.staff)
    ),
    "authorisations": lambda platform, given: (
        commands.show_authorisations(
            platform, every=given.all, full=given.full, person=given.person, as_json=given.json
        )
        if given.revoke is None
        else commands.withdraw_authorisation(platform, given.revoke, given.staff, given.reason)
    ),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m central", description="The reference platform of Jiujin terminals"
    )
    subparsers = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--db", required=True, metavar="URL", help="sqlite:///PATH or postgresql+psycopg://…")
    shared.add_argument("--keys", type=Path, metavar="DIR", help="private keys; default: PATH with .keys for SQLite")

    command = subparsers.add_parser("serve", parents=[shared], help="answer terminals")
    command.add_argument("--port", type=int, required=True, help="0 takes a free one")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--public-url", metavar="URL", help="as terminals call it; default: what is bound")
    command.add_argument("--name", help="the platform's name; kept from the first start on")
    command.add_argument("--sms-spool", type=Path, metavar="DIR", help="write codes by SMS there; else none are sent")

    command = subparsers.add_parser("claim", parents=[shared], help="a one-time code to enrol a terminal")
    command.add_argument("--terminal", required=True, metavar="ID", help="such as FC01")
    command.add_argument("--site", required=True, metavar="SITE")
    command.add_argument("--hours", type=float, default=24.0, help="how long it can be used (24)")

    command = subparsers.add_parser("keys", parents=[shared], help="the pin text and the key directory")
    command.add_argument("--json", action="store_true")
    command.add_argument("--new-intake", action="store_true", help="first make a new intake key; old ones still open")

    command = subparsers.add_parser("publish", parents=[shared], help="lint, sign and publish")
    command.add_argument("--catalogue", type=Path, metavar="DIR")
    command.add_argument("--policy", type=Path, metavar="FILE")
    command.add_argument("--site", metavar="SITE")

    command = subparsers.add_parser("applications", parents=[shared], help="what was received, opened")
    command.add_argument("--json", action="store_true")
    command.add_argument("--id", metavar="ID", help="only this one")
    command.add_argument("--full", action="store_true", help="personal data in clear text")

    command = subparsers.add_parser("terminals", parents=[shared], help="how each terminal stood when last heard")
    command.add_argument("--json", action="store_true")

    command = subparsers.add_parser("revoke", parents=[shared], help="refuse a terminal from now on")
    command.add_argument("--terminal", required=True, metavar="ID")

    command = subparsers.add_parser("people", parents=[shared], help="take persons and telephone numbers in")
    command.add_argument(
        "--file", type=Path, required=True, metavar="FILE", help="TOML, such as data/demo_people.toml"
    )

    command = subparsers.add_parser("identity-code", parents=[shared], help="a code as a resident's phone shows it")
    command.add_argument("--person", required=True, metavar="NUMBER", help="the number of their identity document")

    command = subparsers.add_parser("callbacks", parents=[shared], help="who waits to be called")
    command.add_argument("--json", action="store_true")
    command.add_argument("--all", action="store_true", help="those that were called too")
    command.add_argument("--full", action="store_true", help="names in clear text")
    command.add_argument("--done", metavar="NUMBER", help="note that this one was called")
    command.add_argument("--staff", metavar="NUMBER", help="by whom")

    command = subparsers.add_parser("authorisations", parents=[shared], help="who may act for somebody else")
    command.add_argument("--json", action="store_true")
    command.add_argument("--all", action="store_true", help="those that are over or withdrawn too")
    command.add_argument("--full", action="store_true", help="personal data in clear text")
    command.add_argument("--person", metavar="NUMBER", help="only what the holder of this document gave or got")
    command.add_argument("--revoke", metavar="ID", help="the person for whom withdraws it")
    command.add_argument("--staff", metavar="NUMBER", help="who was told so")
    command.add_argument("--reason", metavar="TEXT", help="why; kept sealed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
