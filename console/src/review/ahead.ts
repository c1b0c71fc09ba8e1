/** Pictures that were fetched and decoded before anyone asked to see them. */
export interface PicturesAhead {
  /** Fetches and decodes what is not there yet, in this order; what is no longer wanted is let go. */
  want(urls: readonly string[]): void;
}

const mostKept = 40;
const atOnce = 3;

/** A store of decoded pictures; the browser keeps a picture decoded as long as an element holds it. */
export function picturesAhead(): PicturesAhead {
  const kept = new Map<string, HTMLImageElement>();
  let wanted: readonly string[] = [];
  let running = 0;
  const next = () => {
    const url = wanted.find((each) => !kept.has(each));
    if (url === undefined || running >= atOnce) return;
    running++;
    const picture = new Image();
    picture.src = url;
    kept.set(url, picture);
    void picture
      .decode()
      // A picture that fails now is asked for again when it is shown.
      .catch(() => void kept.delete(url))
      .finally(() => {
        running--;
        if (kept.has(url)) next();
      });
    next();
  };
  return {
    want(urls) {
      wanted = urls;
      for (const url of [...kept.keys()].filter((each) => !urls.includes(each))) {
        if (kept.size <= mostKept) break;
        kept.delete(url);
      }
      next();
    },
  };
}
