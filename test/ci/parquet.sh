#!/usr/bin/env bash
# Opens Parquet files of the lake with pyarrow, where python3 is: a reader that shares no line with ours.
# Usage: test/ci/parquet.sh FOLDER (a lake, for example .umbel/umbel-lake)
set -euo pipefail
lake="${1:?name the folder of a lake}"
command -v python3 >/dev/null || { echo 'python3 is not there; skipped'; exit 0; }
venv="$(mktemp -d)"
trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv" && "$venv/bin/pip" install --quiet pyarrow || { echo 'pyarrow could not be installed; skipped'; exit 0; }
"$venv/bin/python" - "$lake" <<'PYTHON'
import pathlib, sys
import pyarrow.parquet as parquet

files = sorted(pathlib.Path(sys.argv[1]).glob('data/*/*/*.parquet'))
if not files:
    sys.exit(f'there is no Parquet file below {sys.argv[1]}')
rows = {}
for file in files:
    table = file.parts[-3]
    read = parquet.ParquetFile(file)
    content = read.read()
    assert content.num_rows == read.metadata.num_rows, file
    for group in range(read.metadata.num_row_groups):
        for column in range(read.metadata.num_columns):
            assert read.metadata.row_group(group).column(column).is_stats_set, (file, group, column)
    content.validate(full=True)
    rows[table] = rows.get(table, 0) + content.num_rows
for table, count in rows.items():
    print(f'{table}: {count} rows')
PYTHON
