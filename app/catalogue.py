"""`main.py catalogue`: the lint of a catalogue's folder, and the import of items that other systems publish."""

from __future__ import annotations

import csv
from pathlib import Path

from app.errors import USAGE, fail
from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.catalogue.folder import read_folder, service_files
from kiosk.catalogue.importing import Imported, import_rows
from kiosk.catalogue.lint import Severity, lint
from kiosk.catalogue.sources import SourceError, read_rows
from kiosk.catalogue.writing import write_folder

REPORT = "import-report.csv"


def lint_catalogue(folder: Path, *, strict: bool) -> int:
    """Print everything that is wrong, a line each; 0 when nothing keeps the catalogue from being published."""
    try:
        payload = read_folder(folder)
    except CatalogueError as problem:
        print(*(f"{reason}" for reason in problem.reasons), sep="\n")
        return 1
    findings = lint(payload, [file.name for file in service_files(folder)], strict=strict)
    for finding in findings:
        print(finding)
    errors = sum(1 for finding in findings if finding.severity is Severity.ERROR)
    print(f"{len(payload['services'])} services, {errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def import_catalogue(file: Path, out: Path, *, catalogue_id: str, version: str, codes: str) -> int:
    """Write the rows of a JSON or CSV file as a catalogue's folder, with a report of what was refused; 0 when at
    least one row was taken."""
    kind = {".json": "items", ".csv": "services"}.get(file.suffix.lower())
    if kind is None:
        fail(f"{file.name}: .json (items with itemCode) and .csv (a service table) are known", USAGE)
    try:
        imported = import_rows(read_rows(file.read_bytes(), file.suffix.lower()[1:]), kind, codes)
        if imported.services:
            write_folder(out, {"id": catalogue_id, "version": version}, imported.services)
            read_catalogue(read_folder(out))
    except (OSError, SourceError) as problem:
        fail(f"{file.name}: {problem}", USAGE)
    _report(imported, out)
    return 0 if imported.services else 1


def _report(imported: Imported, out: Path) -> None:
    for remark in imported.rejected:
        print(f"row {remark.row}: {remark.name or remark.code or '?'}: {remark.text}")
    notes = len(imported.remarks) - len(imported.rejected)
    print(f"{len(imported.services)} taken, {len(imported.rejected)} rejected, {notes} notes")
    if not imported.services:
        return
    with (out / REPORT).open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["row", "rejected", "code", "name", "text"])
        for remark in imported.remarks:
            table.writerow([remark.row, "yes" if remark.rejected else "no", remark.code, remark.name, remark.text])
    print(f"report: {out / REPORT}")
