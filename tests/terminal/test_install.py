from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A wheel and an sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return {"wheel": next(folder.glob("*.whl")), "sdist": next(folder.glob("*.tar.gz"))}


def environment(folder: Path) -> Path:
    """A new environment that finds the libraries, though not coop-tui, where we do."""
    venv.create(folder, with_pip=False)
    packages = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "python"


@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_an_installed_package_finds_its_record_from_any_folder(
    built: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    python = environment(tmp_path / "env")
    what = ("-e", str(ROOT)) if kind == "editable" else (str(built[kind]),)
    run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation",
        "--force-reinstall", "--ignore-installed", *what, folder=tmp_path)  # fmt: skip
    where = run(python, "-c", "import coop_tui; print(coop_tui.__file__)", folder=tmp_path).strip()
    assert Path(where).is_relative_to(ROOT if kind == "editable" else tmp_path)
    command = tmp_path / "env" / "bin" / "coop-tui"
    text = run(command, "export", "meeting", folder=tmp_path)
    assert "John Lee, Chief Executive" in text
    assert run(command, "--version", folder=tmp_path).startswith("coop-tui ")
    typed = "import coop_tui, pathlib as p; print(p.Path(coop_tui.__file__).parent)"
    package = Path(run(python, "-c", typed, folder=tmp_path).strip())
    assert (package / "py.typed").exists()
