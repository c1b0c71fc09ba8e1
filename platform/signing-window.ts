/** URLs that are signed within the same window are the same: browsers then keep the pictures that they have. */
const windowS = 600;

/** When the window began that a moment lies in, and how long windows are, seconds. */
export function signingWindow(now: Date): { readonly startedAt: Date; readonly windowS: number } {
  const startS = Math.floor(now.getTime() / 1000 / windowS) * windowS;
  return { startedAt: new Date(startS * 1000), windowS };
}

/**
 * The header that makes a browser save a file under a name, whatever letters it has.
 * Source: RFC 6266 with the encoding of RFC 8187.
 */
export function contentDisposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
