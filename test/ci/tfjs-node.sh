#!/usr/bin/env bash
# The engine tfjs-node from nothing: TensorFlow's Python package as a library, the binding built against it, and the
# driver's contract suite on it. Without python3 or a C++ compiler it says so and ends with 0. Needs `npm ci` before.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=.venv-ci/tensorflow
if ! command -v python3 >/dev/null || ! command -v "${CXX:-c++}" >/dev/null; then
  echo 'tfjs-node: skipped, python3 and a C++ compiler are needed'
  exit 0
fi

if [ ! -x "$venv/bin/pip" ]; then python3 -m venv "$venv"; fi
if ! "$venv/bin/pip" install --quiet --no-deps tensorflow-cpu; then
  echo 'tfjs-node: skipped, tensorflow-cpu could not be installed'
  exit 0
fi

# Through the package's bin, with the Node that npm ci installed.
npx --no-install umbel setup tfjs-node --libtensorflow "$venv"
npx --no-install vitest run test/platform/engines/tfjs-node.test.ts test/cli/setup
npx --no-install umbel doctor | grep -q '^ok *Engine tfjs-node'
