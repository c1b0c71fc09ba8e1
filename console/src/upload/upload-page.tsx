import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { checkPhoto, type CheckedPhoto } from './check-photo.ts';
import { CheckedFolder, type CheckedFolderProps } from './checked-folder.tsx';
import { withDuplicates } from './duplicates.ts';
import { folderOfDrop, folderOfInput, type Folder } from './folder.ts';
import { UnfinishedList } from './unfinished-list.tsx';
import './upload.css';

/** Choosing a folder, a look at every photo in the browser, and only then the sending. */
export function UploadPage(): ReactNode {
  const { t } = useTexts();
  const [checked, setChecked] = useState<CheckedFolderProps>();
  const [checking, setChecking] = useState<{ readonly done: number; readonly all: number }>();
  const check = async (folder: Folder) => {
    const photos: CheckedPhoto[] = [];
    setChecking({ done: 0, all: folder.photos.length });
    for (const { name, file } of folder.photos) {
      photos.push(await checkPhoto(name, file));
      setChecking({ done: photos.length, all: folder.photos.length });
    }
    const marked = await withDuplicates(photos);
    setChecking(undefined);
    setChecked({ folder, photos: marked });
  };
  return (
    <Page title={t.upload.title} lead={t.upload.lead}>
      {checked === undefined ? (
        <>
          <UnfinishedList />
          <ChooseFolder onFolder={(folder) => void check(folder)} />
        </>
      ) : (
        <CheckedFolder {...checked} onOther={() => setChecked(undefined)} />
      )}
      <p role="status">{checking === undefined ? null : t.upload.checking(checking.done, checking.all)}</p>
    </Page>
  );
}

function ChooseFolder({ onFolder }: { readonly onFolder: (folder: Folder) => void }): ReactNode {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void folderOfDrop(event.dataTransfer.items).then(onFolder);
  };
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="drop-title">{t.upload.drop}</p>
      <p className="soft">{t.upload.dropWhy}</p>
      <button type="button" className="main" onClick={() => input.current?.click()}>
        {t.upload.choose}
      </button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t.upload.choose}
        multiple
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          if (event.target.files !== null && event.target.files.length > 0)
            onFolder(folderOfInput(event.target.files));
        }}
      />
    </div>
  );
}
