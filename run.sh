#!/bin/sh
# The project's commands, for a machine with Python 3.11 and nothing else. `sh run.sh help` lists them.
# Everything is installed into .venv once; after that no command needs the network.
set -eu
cd "$(dirname "$0")"

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

# take_none COMMAND ARGUMENTS: for a command that has none, so that a mistyped one is not passed over.
take_none() {
    [ $# -eq 1 ] || {
        echo "run.sh: $1 takes no argument, got $2; see: sh run.sh help" >&2
        exit 2
    }
}

find_python() {
    for name in python3.11 python3 python3.13 python3.12; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed: apt-get install python3"
}

# install WHAT: the packages pyproject.toml names, "run" for the pipeline, "dev" for the tests and checks as well.
# Done once for what [project] says: the settings of the tools below it ask for no packages.
install() {
    wanted=$(sed -n '/^\[project\]/,/^\[tool\./p' pyproject.toml | cksum)
    stamp=.venv/installed-$1
    [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        python=$(find_python)
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            fail "Python's venv module is missing: apt-get install $("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
        echo "Making .venv ..."
        rm -rf .venv
        "$python" -m venv .venv
    fi
    echo "Installing packages ($1) into .venv ..."
    .venv/bin/python - "$1" >.venv/requirements.txt <<'PYTHON'
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
groups = [project["dependencies"]]
if sys.argv[1] == "dev":
    groups.append(project["optional-dependencies"]["dev"])
print(*(line for group in groups for line in group), sep="\n")
PYTHON
    .venv/bin/python -m pip install -qq --disable-pip-version-check -r .venv/requirements.txt ||
        fail "packages could not be installed; the network is needed this once"
    # As pip does for the packages: every command starts a tenth of a second sooner, also where Python may not write.
    .venv/bin/python -m compileall -q cleaners pipelines spiders >/dev/null || :
    echo "$wanted" >.venv/installed-run
    [ "$1" = run ] || echo "$wanted" >.venv/installed-dev
}

command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
setup)
    take_none setup "$@"
    install run
    echo "Ready. Try: .venv/bin/scrapy list"
    ;;
demo)
    install run
    exec .venv/bin/scrapy demo "$@"
    ;;
test)
    install dev
    # Three, also on two cores: some tests wait for servers and pauses.
    exec .venv/bin/python -m pytest --numprocesses 3 --dist worksteal "$@"
    ;;
check)
    take_none check "$@"
    install dev
    .venv/bin/ruff check .
    .venv/bin/mypy
    ;;
help | --help | -h)
    cat <<'HELP'
usage: sh run.sh COMMAND

  demo    set up, crawl the newsroom that ships with the project, print a summary
  test    set up, run the tests (arguments go to pytest)
  check   set up, run ruff and mypy
  setup   set up only

exit codes: 0 done, 1 setup or the command failed, 2 unknown command or argument
HELP
    ;;
*)
    echo "run.sh: unknown command '$command'; see: sh run.sh help" >&2
    exit 2
    ;;
esac
