import { isPhotoName } from '#core/flight/match-photos.ts';

/** A file with its path below the chosen folder, `/` between parts. */
export interface FolderFile {
  readonly name: string;
  readonly file: File;
}

/** A folder as it was dropped or chosen: photos apart from everything else. */
export interface Folder {
  readonly name: string;
  readonly photos: readonly FolderFile[];
  readonly others: readonly string[];
}

/** The folder that was chosen in a file dialog. */
export function folderOfInput(files: FileList): Folder {
  const all = [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  const name = all[0]?.path.split('/')[0] ?? '';
  return sortFolder(
    name,
    all.map(({ path, file }) => ({
      name: path.includes('/') ? path.slice(path.indexOf('/') + 1) : path,
      file,
    })),
  );
}

/** The folder that was dropped, with the folders in it; single files count as one folder without a name. */
export async function folderOfDrop(items: DataTransferItemList): Promise<Folder> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [only] = entries;
  const files: FolderFile[] = [];
  if (entries.length === 1 && only?.isDirectory === true) {
    await walk(only as FileSystemDirectoryEntry, '', files);
    return sortFolder(only.name, files);
  }
  for (const entry of entries) await take(entry, '', files);
  return sortFolder('', files);
}

function sortFolder(name: string, files: readonly FolderFile[]): Folder {
  const sorted = files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter((file) => file.name !== 'flight.json');
  return {
    name,
    photos: sorted.filter((file) => isPhotoName(file.name)),
    others: sorted.filter((file) => !isPhotoName(file.name)).map((file) => file.name),
  };
}

async function walk(folder: FileSystemDirectoryEntry, below: string, found: FolderFile[]): Promise<void> {
  const reader = folder.createReader();
  // A reader gives at most 100 entries at a time.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries) await take(entry, below, found);
  }
}

async function take(entry: FileSystemEntry, below: string, found: FolderFile[]): Promise<void> {
  const name = below === '' ? entry.name : `${below}/${entry.name}`;
  if (entry.isDirectory) {
    if (!entry.name.startsWith('.')) await walk(entry as FileSystemDirectoryEntry, name, found);
    return;
  }
  const file = await new Promise<File>((resolve, reject) =>
    (entry as FileSystemFileEntry).file(resolve, reject),
  );
  found.push({ name, file });
}
