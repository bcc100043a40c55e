#!/bin/sh
# Makes the project's virtual environment from requirements.lock, or says in one line what is missing.
set -eu
venv=$1
python=${PYTHON:-python3}

fail() { echo "make: $1" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 ||
  fail "python3 is missing. Install it: sudo apt-get install -y python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is too old, 3.11 or later is needed. Name another: make PYTHON=python3.12"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  fail "the module venv is missing. Install it: sudo apt-get install -y python3-venv"

echo "Installing into $venv (once; about a minute) ..."
"$python" -m venv --clear "$venv" || fail "no virtual environment could be made in $venv"
log=$venv/install.log
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >"$log" 2>&1 ||
  { tail -n 5 "$log" >&2; fail "installing requirements.lock failed; the whole log is in $log"; }
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >>"$log" 2>&1 ||
  { tail -n 5 "$log" >&2; fail "installing the project failed; the whole log is in $log"; }
