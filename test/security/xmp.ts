const signature = {
  main: 'http://ns.adobe.com/xap/1.0/\0',
  extension: 'http://ns.adobe.com/xmp/extension/\0',
};
/** A segment holds no more than this. */
const most = 65_000;

/** The photo with an XMP packet in front; one that is too long for a segment goes on in extended ones, as the format has it. */
export function withXmp(jpeg: Uint8Array, packet: string): Buffer {
  const bytes = Buffer.from(packet);
  const segments = bytes.length <= most ? [segment(signature.main, bytes)] : extended(bytes);
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** Source: XMP specification part 3, section 1.1.3.1. */
function extended(bytes: Buffer): Buffer[] {
  const guid = '0123456789ABCDEF0123456789ABCDEF';
  const main = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${guid}"/></rdf:RDF></x:xmpmeta>`;
  const segments = [segment(signature.main, Buffer.from(main))];
  for (let at = 0; at < bytes.length; at += most) {
    const head = Buffer.alloc(40);
    head.write(guid, 0, 'latin1');
    head.writeUInt32BE(bytes.length, 32);
    head.writeUInt32BE(at, 36);
    segments.push(segment(signature.extension, Buffer.concat([head, bytes.subarray(at, at + most)])));
  }
  return segments;
}

function segment(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
