"""Set-up as a newcomer meets it: what it installs, that it does so once, what it says where something is missing."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import packages
from tests.installer.machine import NOBODY, Machine


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user may enter, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def machine(folder: Path) -> Machine:
    return Machine(folder)


def readable_python() -> Path:
    """A Python ≥ 3.11 that the user nobody may run; the one of these tests may lie in root's home."""
    candidates = [sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"]
    for candidate in candidates:
        probe = [candidate, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        try:
            if subprocess.run(probe, user=NOBODY, cwd="/", capture_output=True, check=False).returncode == 0:
                return Path(candidate)
        except OSError:
            continue
    pytest.skip("no Python here that another user may run")


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def test_a_fresh_machine_gets_packages_and_environment_then_the_demo(machine: Machine) -> None:
    done = machine.dev("demo", "--headless", "--out", "a b")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "hello demo --headless --out a b"
    assert "    1/1 greeting-1.0-py3-none-any.whl" in done.stdout
    update, install = machine.calls()
    assert update.endswith("update")
    assert "--no-install-recommends" in install
    assert "fonts-noto-cjk" in install, "listed by dpkg as not installed"
    assert not re.search(r"libglib2\.0-0\b", install), "provided by a package of another name"
    assert "sqlite3" not in install, "only tests need it"


def test_a_second_run_calls_neither_apt_get_nor_pip(machine: Machine) -> None:
    assert machine.dev("demo").returncode == 0
    calls = machine.calls()
    shutil.rmtree(machine.wheels)
    for pip in (machine.root / ".venv").glob("lib/python3*/site-packages/pip"):
        shutil.rmtree(pip)
    done = machine.dev("demo")
    assert (done.returncode, done.stdout, done.stderr) == (0, "hello demo\n", "")
    assert machine.calls() == calls


def card_calls(machine: Machine) -> str:
    """What the environment of the machine makes of `smartcard.scard`."""
    python, probe = machine.root / ".venv/bin/python", "from smartcard import scard; print(scard.HERE)"
    done = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.splitlines()[-1]


NONE = "ModuleNotFoundError: No module named 'smartcard'"


def test_the_environment_sees_the_systems_pyscard(machine: Machine) -> None:
    done = machine.dev("demo")
    assert "python3-pyscard" in machine.calls()[1]
    assert "PC/SC" not in done.stdout
    assert card_calls(machine) == "pyscard"


def test_where_it_moved_it_is_found_again(machine: Machine) -> None:
    assert machine.dev("demo").returncode == 0
    shutil.rmtree(machine.folder / "dist-packages")
    assert card_calls(machine) == NONE
    machine.put_pyscard(machine.folder / "elsewhere", sysconfig.get_config_var("EXT_SUFFIX"))
    done = machine.dev("demo")
    assert (done.returncode, done.stdout, done.stderr) == (0, "hello demo\n", "")
    assert card_calls(machine) == "pyscard"


def test_a_pyscard_for_another_python_is_not_taken_and_all_else_works(machine: Machine) -> None:
    machine.put_pyscard(machine.folder / "other", ".cpython-399-x86_64-linux-gnu.so")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    line = (
        f"All works but PC/SC card readers: the pyscard of {machine.system_python} "
        f"is not built for Python {version}; start with that one"
    )
    done = machine.dev("demo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == [line, "hello demo"]
    assert card_calls(machine) == NONE
    assert machine.dev("demo").stdout == f"{line}\nhello demo\n", "each time, until it is put right"


def test_a_pyscard_that_went_is_told_and_its_link_taken_away(machine: Machine) -> None:
    assert machine.dev("demo").returncode == 0
    machine.lose_pyscard()
    line = f"All works but PC/SC card readers: {machine.system_python} has no pyscard (Debian's python3-pyscard)"
    assert machine.dev("demo").stdout == f"{line}\nhello demo\n"
    assert card_calls(machine) == NONE
    machine.system_python.unlink()
    assert machine.dev("demo").stdout == f"{line}\nhello demo\n"


def test_a_pyscard_built_for_the_environment_stays(machine: Machine) -> None:
    assert machine.dev("demo").returncode == 0
    (linked,) = (machine.root / ".venv").glob("lib/python3*/site-packages/smartcard")
    linked.unlink()
    (linked / "scard").mkdir(parents=True)
    (linked / "scard/__init__.py").write_text("HERE = 'our own'\n", "utf-8")
    machine.lose_pyscard()
    assert machine.dev("demo").stdout == "hello demo\n"
    assert card_calls(machine) == "our own"


def test_changed_requirements_are_installed_again(machine: Machine) -> None:
    assert machine.dev("demo").returncode == 0
    machine.lock("hello again", version="1.1")
    done = machine.dev("demo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "hello again demo"
    assert "Making the virtual environment" not in done.stdout


def test_half_an_environment_is_made_anew(machine: Machine) -> None:
    (machine.root / ".venv/bin").mkdir(parents=True)
    (machine.root / ".venv/bin/python").symlink_to(sys.executable)
    shutil.rmtree(machine.root / ".venv/lib", ignore_errors=True)
    (machine.root / ".venv/pyvenv.cfg").write_text("home = nowhere\n", "utf-8")
    done = machine.dev("demo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "hello demo"


def test_a_package_with_another_hash_is_refused(machine: Machine) -> None:
    machine.lock("hello", digest="0" * 64)
    done = machine.dev("demo")
    assert done.returncode == 1
    log = machine.root / "var/setup.log"
    assert done.stderr == f"./dev: pip could not install the Python packages; {log} tells why\n"
    assert "DO NOT MATCH THE HASHES" in log.read_text("utf-8")


def test_without_network_apt_get_says_so_in_one_sentence(machine: Machine) -> None:
    machine.switch("offline")
    done = machine.dev("demo")
    assert done.returncode == 1
    log = machine.root / "var/setup.log"
    assert done.stderr == (
        f"./dev: no network: apt-get cannot reach Debian's packages; connect and run this again (log: {log})\n"
    )
    assert "Temporary failure resolving" in log.read_text("utf-8")


def test_without_network_pip_says_so_in_one_sentence(machine: Machine) -> None:
    with socket.socket() as unserved:
        unserved.bind(("127.0.0.1", 0))
        done = machine.dev("demo", index=f"http://127.0.0.1:{unserved.getsockname()[1]}/simple")
    assert done.returncode == 1
    assert done.stderr == (
        "./dev: no network: pip cannot reach its packages; connect and run this again "
        f"(log: {machine.root / 'var/setup.log'})\n"
    )


@needs_root
def test_without_root_and_sudo_the_sentence_is_what_root_should_run(folder: Path) -> None:
    machine = Machine(folder, python=readable_python())
    machine.give_to_nobody()
    done = machine.dev("demo", user=NOBODY)
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(
        "./dev: Debian packages are missing, and you are not root and have no sudo; as root, run:"
    )
    assert " fonts-noto-cjk " in sentence
    assert machine.calls() == []


@needs_root
def test_sudo_that_wants_a_password_nobody_can_type_says_so(folder: Path) -> None:
    machine = Machine(folder, sudo=True, python=readable_python())
    machine.switch("no-password")
    machine.give_to_nobody()
    done = machine.dev("demo", user=NOBODY)
    assert done.returncode == 1
    assert done.stderr.startswith("./dev: sudo let nobody in; as root, run: apt-get install")
    assert all(call.startswith("sudo --non-interactive env") for call in machine.calls())


@needs_root
@pytest.mark.parametrize(
    ("trait", "words"), [("offline", "no network: "), ("disk-full", "apt-get could not install all")]
)
def test_what_sudo_says_of_its_own_host_is_no_cause(folder: Path, trait: str, words: str) -> None:
    machine = Machine(folder, sudo=True, python=readable_python())
    machine.switch(trait)
    machine.give_to_nobody()
    assert machine.dev("demo", user=NOBODY).stderr.startswith(f"./dev: {words}")


@needs_root
def test_with_sudo_packages_come_by_root_and_the_environment_is_the_users(folder: Path) -> None:
    machine = Machine(folder, sudo=True, python=readable_python())
    machine.give_to_nobody()
    machine.dev("demo", user=NOBODY)
    assert [call.split()[0] for call in machine.calls()] == ["sudo", "apt-get"] * 2
    left = {path.stat(follow_symlinks=False).st_uid for path in machine.root.rglob("*")}
    assert left == {NOBODY}


@needs_root
def test_without_rights_nothing_is_asked_where_nothing_is_missing(folder: Path) -> None:
    machine = Machine(folder, python=readable_python())
    names = [package.name for package in packages.for_running()]
    (folder / "installed").write_text("\n".join([*names, "python3.11-venv", ""]), "utf-8")
    machine.give_to_nobody()
    done = machine.dev("demo", user=NOBODY)
    assert "root" not in done.stderr
    assert machine.calls() == []


def test_without_a_python_new_enough_the_sentence_says_which(folder: Path) -> None:
    machine = Machine(folder, python=None)
    machine.put_command("python3", "exit 1")
    done = machine.dev("demo")
    assert done.returncode == 1
    assert done.stderr == (
        "Jiujin needs Python 3.11 or later and found none; on Debian 12: apt-get install python3\n"
    )


def test_elsewhere_than_on_debian_it_says_what_to_see_to(machine: Machine) -> None:
    (machine.folder / "bin/dpkg-query").unlink()
    done = machine.dev("demo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("No Debian here, so nothing is installed for it; see to the like of: ")


def test_a_wrong_command_prints_both_commands(machine: Machine) -> None:
    done = machine.dev("dance")
    assert done.returncode == 2
    assert "./dev demo" in done.stderr
    assert "./dev test" in done.stderr


def test_a_clone_that_cannot_be_written_is_one_sentence(machine: Machine) -> None:
    (machine.root / "var").write_text("a file where the folder of the log should be", "utf-8")
    done = machine.dev("demo")
    assert done.returncode == 1
    assert done.stderr.startswith("./dev: cannot set up in ")
    assert len(done.stderr.splitlines()) == 1
