"""The documents say what is: commands exist and explain themselves, links lead somewhere, imports run one way."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy.commands import ScrapyCommand

from spiders.commands.crawl import EXAMPLE

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "data/newsroom/README.md",
]
COMMANDS = sorted(path.stem for path in (ROOT / "spiders" / "commands").glob("[!_]*.py"))
OUR_MODULES = [path for package in ("cleaners", "pipelines", "spiders") for path in (ROOT / package).rglob("*.py")]
WITH_EXAMPLES = sorted(
    path.relative_to(ROOT).with_suffix("") for path in OUR_MODULES if ">>> " in path.read_text("utf-8")
)
EVERYTHING = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)


def load_command(name: str) -> ScrapyCommand:
    command: ScrapyCommand = importlib.import_module(f"spiders.commands.{name}").Command()
    return command


@pytest.mark.parametrize("lexicon", sorted((ROOT / "data" / "lexicons").glob("*.tsv")), ids=lambda path: path.stem)
def test_a_lexicon_names_the_modules_that_read_it(lexicon: Path) -> None:
    head = " ".join(line for line in lexicon.read_text("utf-8").splitlines() if line.startswith("#"))
    named = re.findall(r"(?:cleaners|pipelines|spiders|tests)/[\w/]+\.py", head)
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in named if f'"{lexicon.stem}"' not in (ROOT / path).read_text("utf-8")] == []
    reads = re.compile(rf'\b(?:words|load_lexicon)\(\s*"{lexicon.stem}"')
    readers = [path.name for path in OUR_MODULES if reads.search(path.read_text("utf-8"))]
    assert [name for name in readers if name not in head] == []
    assert any(f'"{lexicon.stem}"' in path.read_text("utf-8") for path in (ROOT / "tests").glob("*.py")), "no test"


@pytest.mark.parametrize("module", WITH_EXAMPLES, ids=str)
def test_examples_in_docstrings_are_true(module: Path) -> None:
    assert doctest.testmod(importlib.import_module(".".join(module.parts))).failed == 0


def test_every_command_of_the_readme_is_one_of_run_sh() -> None:
    commands = re.findall(r"sh run\.sh (\w+)", EVERYTHING)
    assert {"demo", "test", "check"} <= set(commands)
    listed = subprocess.run(["sh", "run.sh", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in commands:
        assert re.search(rf"^  {command} ", listed, re.MULTILINE), command


def test_an_unknown_command_is_refused_in_one_line() -> None:
    refused = subprocess.run(["sh", "run.sh", "dmeo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == "run.sh: unknown command 'dmeo'; see: sh run.sh help\n"


def test_make_knows_the_same_commands() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in re.findall(r"`make (\w+)", EVERYTHING):
        assert re.search(rf"^{command}\b.*:|^.*\b{command}\b.*:$", makefile, re.MULTILINE), command


def test_the_documents_name_no_command_that_does_not_exist() -> None:
    in_code = re.findall(r"^scrapy ([a-z][a-z-]+)", EVERYTHING, re.MULTILINE)
    named = {*in_code, *re.findall(r"`scrapy ([a-z][a-z-]+)", EVERYTHING)}
    assert {name.replace("-", "_") for name in named} - {name.replace("-", "_") for name in COMMANDS} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_documents(name: str) -> None:
    assert re.search(rf"scrapy {name.replace('_', '[-_]')}\b", EVERYTHING)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example_and_exit_codes(name: str) -> None:
    description = load_command(name).long_desc()
    assert re.search(rf"scrapy {name.replace('_', '[-_]')}\b", description), "no example"
    assert "Example" in description
    assert re.search(r"[Ee]xit codes?:? .*\b0\b", description), "no exit codes"
    assert len(load_command(name).short_desc()) < 100


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text("utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_that_a_document_names_exist(document: Path) -> None:
    if document.name == "CHANGELOG.md":
        return  # tells of what was
    modules = {f"/{path.relative_to(ROOT)}" for path in [*OUR_MODULES, *ROOT.glob("*s/*.py")]}
    named = set(re.findall(r"`(?:\.\./)?([\w/-]+\.py)`", document.read_text("utf-8")))
    assert {name for name in named if not any(path.endswith(f"/{name}") for path in modules)} == set()


def test_references_in_docstrings_lead_to_a_name_of_ours() -> None:
    texts = {path: path.read_text("utf-8") for path in OUR_MODULES}
    named = {(name, path) for path, text in texts.items() for name in re.findall(r":\w+:`~?([\w.]+)`", text)}
    everything = "\n".join(texts.values())
    for name, path in sorted(named):
        *folders, last = name.split(".")
        module = ROOT.joinpath(*folders).with_suffix(".py")
        text = everything if not folders else module.read_text("utf-8") if module.exists() else ""
        defined = re.search(rf"(?:def |class |^ {{0,4}}|self\.){last}\b", text, re.MULTILINE)
        assert defined or ROOT.joinpath(*folders, f"{last}.py").exists(), f"{path.relative_to(ROOT)}: {name}"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[<>=\[; ]", line)[0] for group in groups for line in group}
    reasons = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert {name for name in names if not re.search(rf"^\|.*\b{name}\b.*\|.*\|", reasons, re.MULTILINE)} == set()


IMPORTABLE = {"cleaners": {"cleaners"}, "pipelines": {"pipelines", "cleaners"}}
"""Folder -> folders of ours it may import; ``spiders`` may import all."""


@pytest.mark.parametrize("folder", sorted(IMPORTABLE))
def test_imports_run_one_way(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        for name in imported(path):
            if name in {"cleaners", "pipelines", "spiders"}:
                assert name in IMPORTABLE[folder], f"{path.name} imports {name}"
            if folder == "cleaners":
                assert name not in {"scrapy", "sqlite3", "httpx", "socket", "time"}, f"{path.name} imports {name}"


PACKAGES = [path.parent.name for path in (ROOT / "cleaners").glob("*/__init__.py")]
_, _, INSIDE = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("### Inside `cleaners/`")
ORDER = re.findall(r"^\| `(\w+)/` \|", INSIDE.partition("\n### ")[0], re.MULTILINE)
"""Packages of ``cleaners`` as the document lists them."""
VALUES = {"article", "draft", "lexicons", "memory", "site"}
"""Modules of ``cleaners`` that any of these may import."""


def test_the_documents_order_all_packages_of_the_cleaners() -> None:
    assert sorted(PACKAGES) == sorted(ORDER)


JUNK = ROOT / "cleaners" / "junk"
JUNK_MAP = re.findall(r"^- ``(\w+)``", (JUNK / "__init__.py").read_text("utf-8"), re.MULTILINE)
"""Packages of ``junk`` as its map lists them."""


DRAWN = ("page", "lines", "embedded", "headline", "body", "metadata", "junk")
MAPPED = [ROOT / "spiders", ROOT / "pipelines", *(ROOT / "cleaners" / name for name in DRAWN)]
MAPPED += [JUNK / name for name in JUNK_MAP]


@pytest.mark.parametrize("package", MAPPED, ids=lambda path: path.name)
def test_the_map_of_a_package_names_all_its_modules(package: Path) -> None:
    drawn = re.findall(r"``(\w+)``", (package / "__init__.py").read_text("utf-8"))
    packages = {path.parent.name for path in package.glob("*/__init__.py")}
    assert set(drawn) == packages.union(path.stem for path in package.glob("[!_]*.py"))


@pytest.mark.parametrize("package", JUNK_MAP)
def test_a_package_of_the_finders_of_junk_imports_only_those_above_it(package: str) -> None:
    allowed = {"spans", "chances", "scene", "warning", *JUNK_MAP[: JUNK_MAP.index(package) + 1]}
    for path in (JUNK / package).glob("*.py"):
        for module in modules_imported(path):
            if module.startswith("cleaners.junk."):
                assert module.split(".")[2] in allowed, f"{path.name} imports {module}"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_of_the_cleaners_imports_only_those_above_it(package: str) -> None:
    allowed = VALUES.union(ORDER[: ORDER.index(package) + 1])
    for path in (ROOT / "cleaners" / package).rglob("*.py"):
        for module in modules_imported(path):
            if module.startswith("cleaners."):
                assert module.split(".")[1] in allowed, f"{path.name} imports {module}"


def imported(path: Path) -> set[str]:
    return {module.partition(".")[0] for module in modules_imported(path)}


def modules_imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_the_crawl_in_the_help_is_of_a_site_with_a_profile() -> None:
    site = EXAMPLE.split()[3]
    assert (ROOT / "data" / "sites" / f"{site}.toml").is_file(), site


THRESHOLDS = re.compile(r"_?(?:MAX|MIN|FEW)_|.*_(?:CHARS|LINES|SHARE)$")


def test_every_threshold_says_what_it_counts_and_why() -> None:
    bare = [f"{path.relative_to(ROOT)}: {name}" for path in OUR_MODULES for name in undescribed(path)]
    assert bare == []


def test_constants_stand_ahead_of_the_functions_that_read_them() -> None:
    behind = [f"{path.relative_to(ROOT)}: {name}" for path in OUR_MODULES for name in behind_functions(path)]
    assert behind == []


def behind_functions(path: Path) -> list[str]:
    """The constants of a module behind its first function, but for those made of functions or classes."""
    behind: list[str] = []
    defined: set[str] = set()
    is_behind = False
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
            is_behind = is_behind or isinstance(node, ast.FunctionDef)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
            used = {name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)}
            if not used.isdisjoint(defined):
                defined.update(names)
            elif is_behind:
                behind += names
    return behind


def undescribed(path: Path) -> list[str]:
    """The thresholds of a module without a text behind them, or behind the last of those set side by side."""
    bare: list[str] = []
    beside: list[str] = []
    for node, behind in pairwise([*ast.parse(path.read_text("utf-8")).body, ast.Pass(lineno=0)]):
        if isinstance(node, ast.Assign):
            named = [name for target in node.targets for name in ast.walk(target)]
            beside += [name.id for name in named if isinstance(name, ast.Name) and THRESHOLDS.match(name.id)]
            follows = behind.lineno == (node.end_lineno or 0) + 1
            if follows and isinstance(behind, ast.Assign):
                continue
            bare += [] if follows and isinstance(behind, ast.Expr) else beside
        beside = []
    return bare


HANDED_ON = {f"pipelines/{name}.py" for name in ("search_index", "stories", "places", "desk/plugin")}
"""Modules that are read as values: three by ``pipelines.connection``, the plugin by Datasette."""
PROGRAMS = [path for folder in ("tests", "scripts", "benchmarks") for path in (ROOT / folder).rglob("*.py")]


def test_an_underscore_marks_what_only_its_own_module_reads() -> None:
    read = {name for path in [*OUR_MODULES, *PROGRAMS] for name in read_elsewhere(path)}
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in OUR_MODULES
        if str(path.relative_to(ROOT)) not in {*HANDED_ON, "spiders/settings.py"}
        for name in constants_and_functions(path)
        if name.startswith("_") == ((path.parent.name if path.stem == "__init__" else path.stem, name) in read)
    }
    assert wrong == set()


def constants_and_functions(path: Path) -> set[str]:
    """Names of a module's functions and constants. Types are public: what a function gives can be named."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
            found |= {name for name in names if name.isupper()}
    return found


def read_elsewhere(path: Path) -> set[tuple[str, str]]:
    """The last part of a module's name and a name in it, for all that a file imports or reads by its module."""
    read: set[tuple[str, str]] = set()
    called: dict[str, str] = {}
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = (node.module or "").rpartition(".")[2] if isinstance(node, ast.ImportFrom) else ""
            read |= {(module, alias.name) for alias in node.names}
            called |= {alias.asname: alias.name.rpartition(".")[2] for alias in node.names if alias.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            base = re.split(r"[^\w-]+", ast.unparse(node.value).rstrip("')"))[-1]  # also import_module("crawl-all")
            read.add((called.get(base, base), node.attr))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "monkeypatch.setattr":
            where = ".".join(ast.unparse(part).strip("'") for part in node.args).split(".")
            read |= set(pairwise(where))
    return read
