"""The commands beside `serve`: each opens the platform, does one thing and returns the text to print."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from central.applications import applications, platform_cases
from central.authorisations import authorisations, withdraw
from central.callbacks import callbacks, mark_done
from central.directory import all_keys
from central.enrolment import make_claim, revoke
from central.errors import PublishError, SetupError
from central.heads import standing
from central.identity_codes import make_identity_code
from central.platform import Platform, new_intake
from central.publications import CATALOGUE, POLICY, lint_catalogue, lint_policy, publish
from central.residents import take_residents
from kiosk.catalogue import CatalogueError
from kiosk.catalogue.folder import read_folder, service_files
from kiosk.protocol.keys import KeyUse, pin_text
from kiosk.site import PolicyError, read_policy_file


def claim(platform: Platform, terminal: str, site: str, hours: float) -> str:
    """The one-time code, alone on its line."""
    if not 0 < hours <= 24 * 90:
        raise SetupError("--hours: more than 0, at most 90 days")
    return make_claim(platform, terminal, site, timedelta(hours=hours))


def keys(platform: Platform, *, rotate: bool, as_json: bool) -> str:
    """The pin text and the keys of the directory; first a new intake key when asked."""
    if rotate:
        new_intake(platform)
    pin = pin_text(platform.root.public)
    with platform.database.read() as connection:
        entries = all_keys(connection).entries
    if as_json:
        return _json({"pin": pin, "platform": platform.name, "keys": [entry.to_json() for entry in entries]})
    order = {use: place for place, use in enumerate(KeyUse)}
    rows = [entry.to_json() for entry in sorted(entries, key=lambda entry: (order[entry.use], entry.valid_from))]
    lines = [
        f"{row['use']:<9} {row['key_id']}  {row['owner']}  since {row['valid_from']}"
        + (f"  revoked from {row['revoked_from']}" if row["revoked_from"] else "")
        for row in rows
    ]
    return "\n".join([f"pin       {pin}", *lines])


def publish_documents(platform: Platform, catalogue: Path | None, policy: Path | None, site: str | None) -> str:
    """Lint, sign and store; nothing is published when anything of it is refused. `PublishError` with reasons."""
    if catalogue is None and policy is None:
        raise SetupError("publish: --catalogue DIR, or --policy FILE with --site SITE, or both")
    if policy is not None and site is None:
        raise SetupError("--site: name the site that the policy is for")
    ready: list[tuple[str, str, dict[str, Any]]] = []
    reasons: list[str] = []
    try:
        if catalogue is not None:
            payload = read_folder(catalogue)
            lint_catalogue(payload, [file.name for file in service_files(catalogue)])
            ready.append((CATALOGUE, "", payload))
    except (CatalogueError, PublishError) as problem:
        reasons += problem.reasons
    try:
        if policy is not None and site is not None:
            payload = read_policy_file(policy)
            lint_policy(payload, site)
            ready.append((POLICY, site, payload))
    except (PolicyError, PublishError) as problem:
        reasons += problem.reasons
    if reasons:
        raise PublishError(tuple(reasons))
    lines = []
    for kind, scope, payload in ready:
        now = platform.clock.utc()
        fresh = publish(platform.database, platform.root, kind, scope, payload, now)
        what = f"{kind} {scope}".strip()
        lines.append(f"{what} {payload['version']} {'published' if fresh else 'is published already'}")
    return "\n".join(lines)


def show_applications(platform: Platform, submission: str | None, *, full: bool, as_json: bool) -> str:
    """A JSON list, or one line a submission; cases about terminals follow the lines."""
    found = applications(platform, submission, full=full)
    if as_json:
        return _json(found)
    lines = [
        f"{row['received_at']}  {row['number']:<16} {row['kind'] or '(sealed)':<12} {row['service'] or '-':<16} "
        f"{row['receipt']}  {', '.join(case['code'] for case in row['cases']) or 'no case'}"
        + ("  authorisation withdrawn" if (row["authorisation"] or {}).get("revoked_at") else "")
        for row in found
    ]
    lines += [
        f"{case['opened_at']}  {case['terminal']:<16} {case['title']}: {case['detail']}"
        for case in (platform_cases(platform) if submission is None else [])
    ]
    return "\n".join(lines) or "nothing was received yet"


def show_terminals(platform: Platform, *, as_json: bool) -> str:
    """A JSON list, or one line a terminal with what its last heartbeat said."""
    found = standing(platform)
    if as_json:
        return _json(found)
    lines = []
    for row in found:
        report = row["report"] or {}
        counts, attention = report.get("counts", {}), report.get("attention", [])
        said = ", ".join(f"{name} {number}" for name, number in counts.items()) or "not heard yet"
        wanted = f"  needs: {', '.join(attention)}" if attention else ""
        lines.append(f"{row['terminal']:<8} {row['site']:<20} {row['heard_at'] or '-':<24} {said}{wanted}")
    return "\n".join(lines) or "no terminal is enrolled"


def revoke_terminal(platform: Platform, terminal: str) -> str:
    count = revoke(platform, terminal)
    if count == 0:
        raise SetupError(f"--terminal: {terminal} has no key that is in force")
    return f"{terminal}: {count} key{'s' if count > 1 else ''} revoked; a new claim enrols it again"


def take_people(platform: Platform, file: Path) -> str:
    count = take_residents(platform, file)
    return f"{count} {'person' if count == 1 else 'persons'} in the register from {file.name}"


def identity_code(platform: Platform, number: str) -> str:
    """The text of a code, alone on its line."""
    return make_identity_code(platform, number)


def show_callbacks(platform: Platform, *, every: bool, full: bool, as_json: bool) -> str:
    """A JSON list, or one line a wish."""
    found = callbacks(platform, done=every, full=full)
    if as_json:
        return _json(found)
    lines = []
    for row in found:
        if row["wish"] is None:
            said = "cannot be read; see its case"
        else:
            when = f"{row['day'] or 'soon'} {row['part']}"
            said = f"{row['wish']:<9} {row['phone']:<16} {when:<20} {row['name'] or '-'} ({row['language']})"
        done = f"  done {row['done_at']} by {row['staff']}" if row["done_at"] else ""
        lines.append(f"{row['received_at']}  {row['number']:<16} {row['service'] or '-':<8} {said}{done}")
    return "\n".join(lines) or "nobody waits to be called"


def close_callback(platform: Platform, number: str, staff: str | None) -> str:
    if staff is None:
        raise SetupError("--staff: who called?")
    return "noted" if mark_done(platform, number, staff) else "was noted before"


def show_authorisations(platform: Platform, *, every: bool, full: bool, person: str | None, as_json: bool) -> str:
    """A JSON list, or one line an authorisation: until when, for whom, who acts, where."""
    found = authorisations(platform, every=every, full=full, person=person)
    if as_json:
        return _json(found)
    lines = []
    for row in found:
        principal, agent = ((row[who] or {}).get("name") or "(sealed)" for who in ("principal", "agent"))
        scope = ", ".join([*row["services"], *(f"all of {code}" for code in row["departments"])])
        seen = f" seen by {row['checked_by']}" if row["checked_by"] else ""
        ended = f"  withdrawn {row['revoked_at']} by {row['revoked_by']}" if row["revoked_at"] else ""
        lines.append(
            f"{row['id']}  {row['valid_from']} to {row['until']}  {row['capacity']:<12} {agent} for {principal}: "
            f"{scope}  {row['basis']}{seen}  {len(row['applications'])} handed in{ended}"
        )
    return "\n".join(lines) or "nobody may act for somebody else"


def withdraw_authorisation(platform: Platform, wanted: str, staff: str | None, reason: str | None) -> str:
    if staff is None or reason is None:
        raise SetupError("--staff and --reason: who was told, and why it ends")
    reached = withdraw(platform, wanted, staff, reason)
    if reached is None:
        return "was withdrawn before"
    return "\n".join([f"withdrawn; {len(reached)} handed in with it have a case now", *reached])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
