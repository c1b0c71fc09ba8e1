import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { xmlDocument } from '#core/export/xml.ts';
import { readMetadata } from '#core/photo/metadata.ts';
import { picture } from '../lambdas/photos.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';
import { withXmp } from './xmp.ts';

const packet = (inner: string, attributes = '') =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" ${attributes}>${inner}</rdf:Description></rdf:RDF></x:xmpmeta>`;

describe('entities in the XMP of a photo', () => {
  it('lead to no file of this computer and to no other one', async () => {
    const secret = path.join(temporaryFolder(), 'secret.txt');
    writeFileSync(secret, 'SECRET');
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end('SECRET');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const jpeg = await picture(1).jpeg().toBuffer();
    const sources = [pathToFileURL(secret).href, secret, `${here}/secret`, 'file:///etc/passwd'];
    const declarations = sources.flatMap((source) => [
      `<!DOCTYPE x [<!ENTITY e SYSTEM "${source}">]>`,
      `<!DOCTYPE x [<!ENTITY e PUBLIC "-//X//Y" "${source}">]>`,
      `<!DOCTYPE x [<!ENTITY % p SYSTEM "${source}"> %p;]>`,
      `<!DOCTYPE x SYSTEM "${source}">`,
      `<?xml-stylesheet href="${source}"?>`,
    ]);
    for (const declaration of declarations) {
      for (const body of [packet('<tiff:Model>&e;</tiff:Model>'), packet('', 'tiff:Model="&e;"')]) {
        const metadata = readMetadata(withXmp(jpeg, `${declaration}${body}`));
        expect(JSON.stringify(metadata), declaration).not.toMatch(/SECRET|root:/);
      }
    }
    expect(readMetadata(withXmp(jpeg, packet('<tiff:Model>FC220</tiff:Model>'))).model).toBe('FC220');
    await new Promise((resolve) => server.close(resolve));
    expect(asked).toBe(0);
  });

  it('and names like those of an object change no object', async () => {
    const jpeg = await picture(1).jpeg().toBuffer();
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString']) {
      const body = packet(`<tiff:${name}>x</tiff:${name}><tiff:Model>M</tiff:Model>`, `tiff:${name}="y"`);
      expect(readMetadata(withXmp(jpeg, body)).flags).toContain('gps.missing');
    }
    expect({}).not.toHaveProperty('value');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('XML that is written', () => {
  it('holds what people wrote as text, in elements and in attributes', () => {
    const nasty = [
      '</name><script>alert(1)</script>',
      ']]><x>',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
      '" onload="alert(1)',
      '\u0000\u000B\uFFFE\uD800',
      '<!-- --><?php ?>',
    ];
    for (const text of nasty) {
      const xml = xmlDocument({ gpx: { '@creator': text, name: text } });
      expect(XMLValidator.validate(xml), xml).toBe(true);
      expect(xml.slice(xml.indexOf('?>') + 2)).not.toMatch(/<(?!\/?(?:gpx|name)[ >])/);
    }
  });
});
