#!/usr/bin/env bash
# Reads every view and saved query of the lake as SQL of Athena (Trino) with sqlglot, a parser that was not written here,
# finds every column and function in them, and compares the columns of views with those that the catalogue declares.
# Needs python3 with venv, and a way to PyPI the first time. Usage: test/ci/athena-sql.sh [FOLDER FOR THE VENV]
set -euo pipefail
cd "$(dirname "$0")/../.."

venv="${1:-.venv-ci}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import sqlglot' 2>/dev/null || "$venv/bin/pip" install --quiet sqlglot

lake="$(mktemp)"
trap 'rm -f "$lake"' EXIT
npx --no-install node --input-type=module -e "
  import { lakeTables, partitionColumn } from './core/lake/schema.ts';
  import { savedQueries } from './core/lake/saved-queries.ts';
  import { lakeViews } from './core/lake/views.ts';
  import { glueTypes } from './core/lake/glue.ts';
  const tables = Object.fromEntries(lakeTables.map(({ name, columns }) =>
    [name, Object.fromEntries([...columns, partitionColumn].map((column) => [column.name, glueTypes[column.type]]))]));
  const views = lakeViews.map(({ name, sql, columns }) =>
    ({ name, sql, columns: Object.fromEntries(columns.map(([column, type]) => [column, glueTypes[type]])) }));
  console.log(JSON.stringify({ tables, views, queries: savedQueries }));
" >"$lake"

"$venv/bin/python" - "$lake" <<'PYTHON'
import json, sys
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

lake = json.load(open(sys.argv[1]))
schema = dict(lake['tables'])
problems = []

def read(name, sql):
    """The query with every column told whose it is; None where it cannot be read."""
    try:
        for dialect in ('trino', 'athena'):
            tree = sqlglot.parse_one(sql, dialect=dialect)
        for call in tree.find_all(exp.Anonymous):
            problems.append(f'{name}: Trino may not know {call.name}()')
        return annotate_types(qualify(tree, schema=schema, dialect='trino', validate_qualify_columns=True), schema=schema, dialect='trino')
    except sqlglot.errors.SqlglotError as error:
        problems.append(f'{name}: {error}')

alike = {'string': {'VARCHAR', 'TEXT'}, 'timestamp': {'TIMESTAMP'}}
for view in lake['views']:
    tree = read(view['name'], view['sql'])
    if tree is not None:
        if tree.named_selects != list(view['columns']):
            problems.append(f"{view['name']}: declares {list(view['columns'])}, gives {tree.named_selects}")
        for select in tree.selects:
            declared = view['columns'].get(select.alias_or_name, '')
            known = select.type.this.name if select.type else 'UNKNOWN'
            # sqlglot takes year() for a TINYINT; Trino documents BIGINT.
            if known not in ('UNKNOWN', 'NULL', 'TINYINT') and known not in alike.get(declared, {declared.upper()}):
                problems.append(f"{view['name']}.{select.alias_or_name}: declared {declared}, is {known} in Trino")
    schema[view['name']] = view['columns']
for query in lake['queries']:
    read(query['name'], query['sql'])

for problem in problems:
    print(problem)
if problems:
    sys.exit(1)
print(f"{len(lake['views'])} views and {len(lake['queries'])} saved queries are SQL of Athena, says sqlglot {sqlglot.__version__}")
PYTHON
