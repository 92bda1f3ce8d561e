"""A receipt from data to raster: through the press's child, cold and warm, against a bare typst compile.

Bare is what nobody can do without: the same template compiled to PNG by typst in this process, its code's modules
ready made. Each round has another number and link, so that nothing is remembered. Rounds alternate. The figure is
the ratio of medians; milliseconds are only reported.

    python -m bench.receipt [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import typst

from kiosk.documents.paper import ReceiptPaper, ToSupply
from kiosk.documents.press import Press, Rendered, RenderFailed
from kiosk.documents.qr import qr_matrix
from kiosk.documents.render import TEMPLATES, Renderer, module_dots
from kiosk.documents.sheet import compose
from kiosk.protocol.keys import SigningKey
from kiosk.protocol.proof import ReceiptProof, proof_link
from kiosk.protocol.temporary_number import TemporaryNumber

LIMIT_S = 30.0
KEY = SigningKey.generate()


def receipt(sequence: int) -> ReceiptPaper:
    number = str(TemporaryNumber(terminal="FC01", generation=1, sequence=sequence))
    proof = ReceiptProof(
        submission="0198a000-0000-7000-8000-000000000001",
        number=number,
        service="pension-enrolment",
        received_at=datetime(2026, 11, 20, 1, 44, tzinfo=UTC),
        delivered=False,
    )
    return ReceiptPaper(
        place="凤城街道便民服务中心",
        terminal="一号机 FC01",
        service="城乡居民基本养老保险参保登记",
        masked_name="欧阳**",
        name="欧阳䶮𬱖㼆",
        received="2026-11-20 09:44",
        number=number,
        link=proof_link("fengcheng.jiujin.example", proof, KEY),
        delivered=False,
        identity_words="工作人员 0012 核对",
        to_supply=(ToSupply(name="银行卡号", until="10 个工作日内"),),
    )


def pressed(press: Press, paper: ReceiptPaper) -> float:
    answers: queue.Queue[Rendered | RenderFailed] = queue.Queue()
    began = time.perf_counter()
    press.render_async("bench", paper, answers.put)
    answer = answers.get(timeout=LIMIT_S)
    took = time.perf_counter() - began
    assert isinstance(answer, Rendered), answer
    return took


def bare(compiler: typst.Compiler, paper: ReceiptPaper) -> float:
    sheet = compose(paper)
    modules = qr_matrix(sheet.code)
    data = json.dumps({**sheet.data, "modules": modules, "module_dots": module_dots(len(modules))})
    began = time.perf_counter()
    compiler.compile(input=TEMPLATES / "receipt.typ", format="png", ppi=72, sys_inputs={"sheet": data})
    return time.perf_counter() - began


def resident_mib(pid: int) -> float:
    """Resident memory of a process, from proc(5) statm (pages)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {"cold": [], "warm": [], "bare": [], "here": []}
    compiler = typst.Compiler(font_paths=typst.Fonts(include_embedded_fonts=False), root=TEMPLATES)
    renderer = Renderer()
    bare(compiler, receipt(9999))
    renderer.render(compose(receipt(9999)))
    press = Press()
    memory = 0.0
    sequence = 0
    try:
        for _ in range(rounds):
            sequence += 10
            times["cold"].append(pressed(press, receipt(sequence)))
            for step in range(1, 4):
                times["warm"].append(pressed(press, receipt(sequence + step)))
                times["bare"].append(bare(compiler, receipt(sequence + step + 3)))
                began = time.perf_counter()
                renderer.render(compose(receipt(sequence + step + 6)))
                times["here"].append(time.perf_counter() - began)
            child = press.child_pid
            memory = max(memory, resident_mib(child) if child is not None else 0.0)
            press.recycle()
            deadline = time.monotonic() + LIMIT_S
            while press.child_pid is not None and time.monotonic() < deadline:
                time.sleep(0.005)
    finally:
        press.close()
    median = {name: statistics.median(values) for name, values in times.items()}
    return {
        "cold_ms": median["cold"] * 1000,
        "warm_ms": median["warm"] * 1000,
        "in_process_ms": median["here"] * 1000,
        "bare_typst_ms": median["bare"] * 1000,
        "warm_to_bare": median["warm"] / median["bare"],
        "cold_to_bare": median["cold"] / median["bare"],
        "child_resident_mib": memory,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=7, help="cold starts; three warm receipts each (default 7)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.rounds)
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return
    for name, value in figures.items():
        print(f"{name:20} {value:8.2f}")


if __name__ == "__main__":
    main()
