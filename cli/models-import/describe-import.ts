import { formatTiling } from '#core/tiling/tiling.ts';
import type { ImportResult } from './finish-import.ts';

/** The result for people. */
export function describeImport(result: ImportResult): string {
  const { input, output, samples } = result;
  const normalisation =
    input.dtype === 'uint8'
      ? ''
      : `, (byte * ${round(input.scale)} - [${input.mean.map(round).join(', ')}]) / [${input.std.map(round).join(', ')}]`;
  const isRow = output.kind.startsWith('softmax') || output.hogweedIndex > 0;
  const direction = output.inverted === true ? 'low values are hogweed' : 'high values are hogweed';
  const hogweed = isRow ? `hogweed is class ${output.hogweedIndex}` : direction;
  const figures = Object.entries(samples).map(([name, value]) => `${name} ${round(value)}`);
  const rows: readonly (readonly [string, string])[] = [
    ['Model', `${result.modelId} on ${result.engine}`],
    [
      'Input',
      `"${input.name}", ${input.tilePx} px, ${input.layout}, ${input.channels ?? 'rgb'} ${input.dtype}${normalisation}`,
    ],
    ['Output', `"${output.name}", ${output.kind}, ${hogweed}`],
    ['Tiling', formatTiling(result.tiling)],
    ['Threshold', String(round(result.threshold))],
    ['Samples', figures.join(', ')],
    ['Package', result.out],
    ...result.notes.map((note) => ['Note', note] as const),
  ];
  return rows.map(([label, text]) => `${label.padEnd(11)}${text}\n`).join('');
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
