import { describe, expect, it } from 'vitest';
import { inferInput } from '#core/model/import/infer-input.ts';
import { chooseOutput, inferKind, lastOperation } from '#core/model/import/infer-output.ts';
import type { Network, NetworkPort } from '#core/model/import/network.ts';
import { normalisesItself, parseNormalisation } from '#core/model/import/normalisations.ts';
import { refuseDetector } from '#core/model/import/refuse-detector.ts';
import { takeLikeliest } from '#core/model/import/weigh-readings.ts';

function network(change: Partial<Network>): Network {
  const ports = { inputs: [input(['n', 3, 64, 64])], outputs: [port('y', ['n', 2])] };
  return { producer: 'test', ...ports, operations: [], constants: new Set(), ...change };
}
function input(dims: NetworkPort['dims'], type: NetworkPort['type'] = 'float32'): NetworkPort {
  return { name: 'x', type, dims };
}
function port(name: string, dims?: NetworkPort['dims']): NetworkPort {
  return { name, type: 'float32', dims };
}
const op = (type: string, inputs: string[], outputs: string[]) => ({ type, inputs, outputs });
const refused = (what: string, message: RegExp) =>
  expect.objectContaining({
    code: `import.${what}`,
    kind: 'bad-input',
    message: expect.stringMatching(message),
  });

describe('the input of a network', () => {
  it.each<[NetworkPort['dims'], object, object]>([
    [['n', 3, 64, 64], {}, { layout: 'nchw', tilePx: 64, isBatchFixed: false }],
    [['n', 128, 128, 3], {}, { layout: 'nhwc', tilePx: 128 }],
    [[1, 3, 32, 32], {}, { layout: 'nchw', tilePx: 32, isBatchFixed: true }],
    [['n', 3, 'h', 'w'], { tilePx: 96 }, { layout: 'nchw', tilePx: 96 }],
    [['n', 3, 'h', 64], {}, { tilePx: 64 }],
    [['n', 'h', 'w', 'c'], { tilePx: 96, layout: 'nhwc' }, { layout: 'nhwc', tilePx: 96 }],
    [undefined, { tilePx: 96, layout: 'nchw' }, { layout: 'nchw', tilePx: 96 }],
  ])('is found in %j with %j', (dims, wishes, found) => {
    expect(inferInput(network({ inputs: [input(dims)] }), wishes)).toMatchObject(found);
  });

  it.each<[string, NetworkPort[], object, string, RegExp]>([
    ['any size', [input(['n', 3, 'h', 'w'])], {}, 'input-unclear', /any size/],
    ['any order', [input(['n', 'a', 'b', 'c'])], { tilePx: 64 }, 'input-unclear', /where the channels/],
    [
      'another size than stated',
      [input(['n', 3, 64, 64])],
      { tilePx: 32 },
      'input-unclear',
      /64 x 64 pixels, not 32/,
    ],
    ['another order than stated', [input(['n', 3, 64, 64])], { layout: 'nhwc' }, 'input-unclear', /not nhwc/],
    ['grey tiles', [input(['n', 1, 64, 64])], {}, 'input-unsupported', /1 channels/],
    ['oblong tiles', [input(['n', 3, 64, 96])], {}, 'input-unsupported', /96 x 64/],
    ['huge tiles', [input(['n', 3, 2048, 2048])], {}, 'tile-size', /2048/],
    ['a sequence', [input(['n', 128])], {}, 'input-unsupported', /not pictures/],
    ['half floats', [input(['n', 3, 64, 64], 'other')], {}, 'input-unsupported', /neither float32 nor uint8/],
    ['two inputs', [input(['n', 3, 64, 64]), port('training')], {}, 'input-unsupported', /2 inputs/],
  ])('is refused: %s', (_name, ...[inputs, wishes, what, message]) => {
    expect(() => inferInput(network({ inputs }), wishes)).toThrow(refused(what, message));
  });
});

describe('a network that is no classifier', () => {
  it.each<[string, Partial<Network>, string, RegExp]>([
    [
      'YOLO rows',
      { outputs: [port('output0', ['n', 84, 8400])] },
      'detector',
      /boxes \(output "output0" is \[n, 84, 8400\]\)/,
    ],
    ['rows of free number', { outputs: [port('out', ['n', 'anchors', 85])] }, 'detector', /boxes/],
    [
      'boxes by name',
      { outputs: [port('boxes', ['m', 4]), port('labels', ['m']), port('scores', ['m'])] },
      'detector',
      /"boxes"/,
    ],
    [
      'TensorFlow detections',
      { outputs: [port('detection_scores', ['n', 100])] },
      'detector',
      /detection_scores/,
    ],
    ['NMS inside', { operations: [op('NonMaxSuppression', [], ['k'])] }, 'detector', /NonMaxSuppression/],
    ['a mask', { outputs: [port('mask', ['n', 2, 64, 64])] }, 'not-a-classifier', /a picture for a picture/],
  ])('is refused: %s', (_name, change, what, message) => {
    expect(() => refuseDetector(network(change))).toThrow(refused(what, message));
  });

  it('is not confused with one that says where the plant stands', () => {
    expect(() =>
      refuseDetector(network({ outputs: [port('logit', ['n', 1]), port('location', ['n', 2])] })),
    ).not.toThrow();
    expect(() => refuseDetector(network({ outputs: [port('y', ['n', 1000])] }))).not.toThrow();
    expect(() => refuseDetector(network({ outputs: [port('y')] }))).not.toThrow();
  });
});

describe('the output with the score', () => {
  const two = { outputs: [port('logits', ['n', 2]), port('features', ['n', 512])] };
  it('is the only one, or the one that is named so, or the stated one', () => {
    expect(chooseOutput(network({}), {})).toEqual({ name: 'y' });
    expect(chooseOutput(two, {})).toEqual({ name: 'logits' });
    expect(chooseOutput(two, { output: 'features' })).toEqual({ name: 'features' });
    const located = { outputs: [port('a', ['n', 1]), port('b', ['n', 2])] };
    expect(chooseOutput(located, { location: 'b' })).toEqual({ name: 'a', locationName: 'b' });
  });

  it('is asked for when there are several', () => {
    const several = { outputs: [port('a', ['n', 1]), port('b', ['n', 2])] };
    expect(() => chooseOutput(several, {})).toThrow(refused('output-unclear', /"a" \[n, 1\], "b" \[n, 2\]/));
    expect(() => chooseOutput(several, { output: 'c' })).toThrow(refused('output-unclear', /no output "c"/));
  });

  it('is what its last operation makes it', () => {
    const operations = [
      op('Gemm', ['x'], ['a']),
      op('Softmax', ['a'], ['b']),
      op('Reshape', ['b', 's'], ['c']),
      op('Identity', ['c'], ['y']),
    ];
    expect(lastOperation({ operations }, 'y')).toBe('Softmax');
    expect(lastOperation({ operations }, 'a')).toBe('Gemm');
    expect(lastOperation({ operations: [] }, 'y')).toBeUndefined();
  });

  it.each<[string | undefined, number[], number, string, string]>([
    ['Softmax', [0.2, 0.8], 2, 'softmax', 'shown'],
    ['Sigmoid', [0.2, 0.9], 2, 'probability', 'shown'],
    ['LogSoftmax', [-1, -2], 2, 'softmax-logits', 'shown'],
    ['Gemm', [3, -2], 1, 'logit', 'shown'],
    ['Gemm', [3, -2, 0, 1], 2, 'softmax-logits', 'shown'],
    [undefined, [0.25, 0.75, 0.5, 0.5], 2, 'softmax', 'seen'],
    [undefined, [0.25, 0.7, 0.5, 0.9], 2, 'softmax-logits', 'seen'],
    ['Mul', [0.1, 0.9], 1, 'probability', 'seen'],
  ])('after %s with %j of %d classes is %s', (operation, values, classes, ...[kind, by]) => {
    expect(inferKind(operation, { values: Float32Array.from(values), classes })).toEqual({ kind, by });
  });
});

describe('the normalisation', () => {
  it('is known by name, or spelt out', () => {
    expect(parseNormalisation('unit')).toEqual({ scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(parseNormalisation('0.5;1,2,3;4,5,6')).toEqual({ scale: 0.5, mean: [1, 2, 3], std: [4, 5, 6] });
    for (const text of ['percent', '1;2;3', '1;0,0,0;0,1,1', 'constructor']) {
      expect(() => parseNormalisation(text)).toThrow(
        refused('normalisation-unknown', /There is no normalisation/),
      );
    }
  });

  it('is part of a network that begins with arithmetic on constants', () => {
    const scaled = [
      op('Transpose', ['x'], ['t']),
      op('Div', ['t', 'c'], ['d']),
      op('Conv', ['d', 'w'], ['y']),
    ];
    expect(normalisesItself(network({ operations: scaled, constants: new Set(['c', 'w']) }))).toBe(true);
    const plain = [op('Conv', ['x', 'w'], ['a']), op('Add', ['a', 'c'], ['y'])];
    expect(normalisesItself(network({ operations: plain, constants: new Set(['c', 'w']) }))).toBe(false);
  });
});

function reading(name: string, confidences: number[]) {
  return { choice: name, name, confidences: Float32Array.from(confidences) };
}

describe('readings of the same samples', () => {
  const labels = Uint8Array.of(1, 1, 0, 0);

  it('are decided for the one that makes the labels likeliest', () => {
    const best = takeLikeliest(
      [reading('shy', [0.6, 0.6, 0.4, 0.4]), reading('right', [0.9, 0.8, 0.1, 0.2])],
      labels,
    );
    expect(best).toMatchObject({ choice: 'right', auc: 1 });
  });

  it('are not decided when two do alike, or none does', () => {
    const alike = [reading('a', [0.9, 0.8, 0.1, 0.2]), reading('b', [0.9, 0.8, 0.1, 0.205])];
    const tooSure = [reading('right', [0.8, 0.7, 0.3, 0.2]), reading('too sure', [1, 1, 0, 0])];
    expect(() => takeLikeliest(tooSure, labels)).toThrow(refused('reading-unclear', /do not settle/));
    expect(() => takeLikeliest(alike, labels)).toThrow(
      refused('reading-unclear', /do not settle.*a AUC 1\.000.*b AUC/),
    );
    expect(() => takeLikeliest([reading('a', [0.5, 0.4, 0.5, 0.6])], labels)).toThrow(
      refused('reading-unclear', /does not tell/),
    );
  });
});
