import { useImperativeHandle, type CSSProperties, type ReactNode, type Ref } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { useZoom, type ZoomControls } from './use-zoom.ts';
import type { Box, Size } from './zoom.ts';
import './viewer.css';

/** What a viewer shows. Give it a `key` of its own per picture: a new picture begins whole. */
export interface ViewerProps {
  readonly src: string;
  readonly alt: string;
  readonly picture: Size;
  /** The same picture in small, to be seen until the large one has come. */
  readonly preview?: string | null;
  /** The part that is shown whole at first; everything when left out. */
  readonly home?: Box;
  /** A part that is outlined. */
  readonly marked?: Box;
  readonly controls?: Ref<ZoomControls>;
  readonly onError?: () => void;
  readonly children?: ReactNode;
}

/** A picture at full resolution that can be zoomed and moved by wheel, fingers, mouse, buttons and keys. */
export function Viewer({
  src,
  alt,
  picture,
  preview,
  home,
  marked,
  controls,
  onError,
  children,
}: ViewerProps): ReactNode {
  const whole: Box = { leftPx: 0, topPx: 0, ...picture };
  const { window, placed, controls: own } = useZoom(picture, home ?? whole);
  useImperativeHandle(controls, () => own, [own]);
  return (
    <div className="viewer">
      <div ref={window} className="viewer-window">
        <div
          className="viewer-stage"
          style={
            {
              width: picture.widthPx,
              height: picture.heightPx,
              transform: `translate(${placed.x}px, ${placed.y}px) scale(${placed.scale})`,
              '--scale': placed.scale,
            } as CSSProperties
          }
        >
          {preview == null ? null : (
            <span className="viewer-preview">
              <img src={preview} alt="" draggable={false} />
            </span>
          )}
          <img src={src} alt={alt} draggable={false} decoding="sync" onError={onError} />
          {marked === undefined ? null : <Outline box={marked} scale={placed.scale} />}
          {children}
        </div>
      </div>
      <ZoomButtons controls={own} />
    </div>
  );
}

function Outline({ box, scale }: { readonly box: Box; readonly scale: number }): ReactNode {
  return (
    <div
      className="viewer-outline"
      style={{
        left: box.leftPx,
        top: box.topPx,
        width: box.widthPx,
        height: box.heightPx,
        borderWidth: 3 / scale,
        outlineWidth: 1.5 / scale,
      }}
    />
  );
}

function ZoomButtons({ controls }: { readonly controls: ZoomControls }): ReactNode {
  const { t } = useTexts();
  const { zoomIn, zoomOut, zoomFit } = t.keyActions;
  return (
    <div className="viewer-buttons">
      <button
        type="button"
        aria-label={zoomIn}
        title={zoomIn}
        aria-keyshortcuts="+"
        onClick={() => controls.zoomBy(1.5)}
      >
        +
      </button>
      <button
        type="button"
        aria-label={zoomOut}
        title={zoomOut}
        aria-keyshortcuts="-"
        onClick={() => controls.zoomBy(1 / 1.5)}
      >
        −
      </button>
      <button
        type="button"
        aria-label={zoomFit}
        title={zoomFit}
        aria-keyshortcuts="0"
        onClick={controls.reset}
      >
        ⤢
      </button>
    </div>
  );
}
