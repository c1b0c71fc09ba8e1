import { describe, expect, it } from 'vitest';
import { writeGpx } from '#core/export/gpx.ts';
import { writeKml } from '#core/export/kml.ts';
import { has, readWithOgr, readWithPython } from './foreign-readers.ts';
import {
  sampleContext,
  sampleSighting,
  sampleSightings,
  sightingAcrossAntimeridian,
} from './sample-sightings.ts';

/** An element as Python's parser sees it. */
interface Element {
  readonly tag: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
}

const python = `
import json, sys, xml.etree.ElementTree as tree
def node(e): return {'tag': e.tag.split('}')[1], 'text': (e.text or '').strip(), 'attributes': e.attrib, 'children': [node(c) for c in e]}
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps({'namespace': root.tag.split('}')[0][1:], 'root': node(root)}))`;

function read(text: string): { namespace: string; root: Element } {
  return readWithPython(python, text) as { namespace: string; root: Element };
}

function all(element: Element, tag: string): Element[] {
  return [...(element.tag === tag ? [element] : []), ...element.children.flatMap((child) => all(child, tag))];
}

function textOf(element: Element, tag: string): string | undefined {
  return element.children.find((child) => child.tag === tag)?.text;
}

/** The order that the schema's sequences demand. Source: https://www.topografix.com/GPX/1/1/gpx.xsd, wptType and metadataType. */
const waypointOrder = 'ele time magvar geoidheight name cmt desc src link sym type fix'.split(' ');
const metadataOrder = 'name desc author copyright link time keywords bounds'.split(' ');

function inOrder(children: readonly Element[], order: readonly string[]): boolean {
  const places = children.map(({ tag }) => order.indexOf(tag));
  return places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!));
}

describe.skipIf(!has('python3'))('GPX', () => {
  it('holds numbered waypoints in the order of the schema', () => {
    const { namespace, root } = read(writeGpx(sampleSightings(), sampleContext));
    expect(namespace).toBe('http://www.topografix.com/GPX/1/1');
    expect(root.attributes).toMatchObject({ version: '1.1', creator: 'Umbel' });
    expect(root.children.map(({ tag }) => tag)).toEqual(['metadata', 'wpt', 'wpt', 'wpt']);
    const [metadata, first, second, third] = root.children as [Element, Element, Element, Element];
    expect(inOrder(metadata.children, metadataOrder)).toBe(true);
    for (const waypoint of [first, second, third])
      expect(inOrder(waypoint.children, waypointOrder)).toBe(true);
    expect(textOf(metadata, 'name')).toBe('Giant hogweed, Brook & "meadow" <lower>');
    expect(first.attributes).toEqual({ lat: '55.1234568', lon: '-12.7654322' });
    expect([first, second, third].map((waypoint) => textOf(waypoint, 'name'))).toEqual([
      'GH001',
      'GH002',
      'GH003',
    ]);
    expect([textOf(first, 'type'), textOf(first, 'sym')]).toEqual(['certain', 'Flag, Red']);
    // In UTC where the photo tells the zone; left out where it does not.
    expect([first, second, third].map((waypoint) => textOf(waypoint, 'time'))).toEqual([
      '2026-07-01T08:05:12.000Z',
      undefined,
      undefined,
    ]);
    // The control character, which XML cannot hold, is gone; the markup is text.
    expect(textOf(second, 'src')).toBe('a&b <c>.JPG');
  });

  it('leaves the bounds out where GPX cannot say them', () => {
    const across = [sampleSighting(1, { lon: 179.9 }), sampleSighting(2, { lon: -179.9 })];
    expect(writeGpx(across, sampleContext)).not.toContain('<bounds');
    expect(read(writeGpx([], sampleContext)).root.children.map(({ tag }) => tag)).toEqual(['metadata']);
  });

  it('makes names as long as the largest number needs', () => {
    const { root } = read(writeGpx([sampleSighting(7), sampleSighting(12_345)], sampleContext));
    expect(all(root, 'wpt').map((waypoint) => textOf(waypoint, 'name'))).toEqual(['GH00007', 'GH12345']);
  });

  it.skipIf(!has('ogrinfo'))('opens in GDAL', () => {
    const layers = readWithOgr('sightings.gpx', writeGpx(sampleSightings(), sampleContext));
    expect(layers).toContain('Layer name: waypoints');
    expect(layers).toContain('POINT (-12.7654322 55.1234568)');
  });
});

describe.skipIf(!has('python3'))('KML', () => {
  it('has a style for each band, told apart by colour and icon, and a folder for each band in use', () => {
    const { namespace, root } = read(writeKml(sampleSightings(), sampleContext));
    expect(namespace).toBe('http://www.opengis.net/kml/2.2');
    const styles = all(root, 'Style');
    expect(styles.map(({ attributes }) => attributes['id'])).toEqual(['certain', 'probable', 'possible']);
    expect(new Set(styles.map((style) => textOf(all(style, 'IconStyle')[0]!, 'color'))).size).toBe(3);
    expect(new Set(styles.map((style) => all(style, 'href')[0]!.text)).size).toBe(3);
    expect(all(root, 'Folder')).toHaveLength(3);
    expect(all(root, 'Placemark').map((placemark) => textOf(placemark, 'styleUrl'))).toEqual([
      '#certain',
      '#probable',
      '#possible',
    ]);
    expect(read(writeKml([], sampleContext)).root.children).toHaveLength(1);
  });

  it('writes longitude before latitude, and a stand as a closed ring beside its point', () => {
    const { root } = read(writeKml(sampleSightings(), sampleContext));
    const [first, , third] = all(root, 'Placemark') as [Element, Element, Element];
    expect(all(first, 'coordinates')[0]!.text).toBe('-12.7654322,55.1234568');
    const ring = all(all(third, 'Polygon')[0]!, 'coordinates')[0]!.text.split(' ');
    expect(ring).toHaveLength(5);
    expect(ring.at(-1)).toBe(ring[0]);
    const across = read(writeKml([sightingAcrossAntimeridian()], sampleContext)).root;
    expect(all(across, 'Polygon')).toHaveLength(2);
  });

  it.skipIf(!has('ogrinfo'))('opens in GDAL', () => {
    const layers = readWithOgr('sightings.kml', writeKml(sampleSightings(), sampleContext));
    expect(layers.match(/Layer name: /g)).toHaveLength(3);
    expect(layers).toMatch(/POINT (?:Z )?\(-12\.7654322 55\.1234568/);
  });
});
