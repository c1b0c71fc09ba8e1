import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** A file of a dropped folder, as a page can make it anew. */
interface PlainFile {
  readonly path: string;
  readonly base64: string;
}

/**
 * Drops a folder onto the page. Chromium lets a script put files into a drop, but no folders: those are given as the
 * directory entries that a file manager gives, and everything behind the drop is the console's own.
 */
export async function dropFolder(page: Page, folder: string): Promise<void> {
  const files: PlainFile[] = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      path: path.relative(folder, file).split(path.sep).join('/'),
      base64: readFileSync(file).toString('base64'),
    }));
  await page.locator('.drop').waitFor();
  await page.evaluate(dropInPage, { name: path.basename(folder), files });
}

/** Runs in the page. */
function dropInPage({ name, files }: { readonly name: string; readonly files: readonly PlainFile[] }): void {
  type Made = { name: string; isDirectory: boolean; isFile: boolean };
  const fileEntry = ({
    path: full,
    base64,
  }: PlainFile): Made & { file(found: (file: File) => void): void } => {
    const own = full.slice(full.lastIndexOf('/') + 1);
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
    return { name: own, isDirectory: false, isFile: true, file: (found) => found(new File([bytes], own)) };
  };
  const folderEntry = (own: string, below: string): Made & { createReader(): object } => {
    const inside = files.filter((file) => file.path.startsWith(below));
    const folders = inside.flatMap((file) => {
      const rest = file.path.slice(below.length);
      return rest.includes('/') ? [rest.slice(0, rest.indexOf('/'))] : [];
    });
    const entries = [
      ...[...new Set(folders)].map((each) => folderEntry(each, `${below}${each}/`)),
      ...inside.filter((file) => !file.path.slice(below.length).includes('/')).map(fileEntry),
    ];
    // A reader gives a few entries at a time, and none at the end.
    const createReader = () => {
      let given = 0;
      return {
        readEntries: (found: (batch: object[]) => void) => found(entries.slice(given, (given += 2))),
      };
    };
    return { name: own, isDirectory: true, isFile: false, createReader };
  };
  const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() });
  const items = [{ kind: 'file', webkitGetAsEntry: () => folderEntry(name, '') }];
  Object.defineProperty(event, 'dataTransfer', { value: { items } });
  document.querySelector('.drop')?.dispatchEvent(event);
}
