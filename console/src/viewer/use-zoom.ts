import { useEffect, useRef, useState, type RefObject } from 'react';
import {
  fitScale,
  homeView,
  panBy,
  placement,
  zoomAt,
  type Box,
  type Size,
  type View,
  type WindowPoint,
} from './zoom.ts';

/** What a viewer needs to show its picture and to be moved by keys. */
export interface Zoom {
  readonly window: RefObject<HTMLDivElement | null>;
  readonly placed: { readonly x: number; readonly y: number; readonly scale: number };
  readonly controls: ZoomControls;
}

export interface ZoomControls {
  readonly zoomBy: (factor: number) => void;
  /** Moves the picture by shares of the window. */
  readonly panBy: (x: number, y: number) => void;
  readonly reset: () => void;
}

/** Zoom and pan of one picture by wheel, pinch, drag and controls. A new `home` shows it whole again. */
export function useZoom(picture: Size, home: Box): Zoom {
  const window = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ widthPx: 600, heightPx: 600 });
  const [view, setView] = useState<View>(() => homeView(home));
  const fit = fitScale(home, size);
  const latest = useRef({ fit, size, picture });
  latest.current = { fit, size, picture };
  const controls = useRef(controlsOf(setView, latest, home));
  useEffect(() => {
    const element = window.current;
    if (element === null) return undefined;
    const measure = () => setSize({ widthPx: element.clientWidth || 1, heightPx: element.clientHeight || 1 });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const forget = listenToPointers(element, setView, latest);
    return () => {
      observer.disconnect();
      forget();
    };
  }, []);
  return { window, placed: placement(view, fit, size), controls: controls.current };
}

type Latest = RefObject<{ readonly fit: number; readonly size: Size; readonly picture: Size }>;
type SetView = (change: (view: View) => View) => void;

function controlsOf(setView: SetView, latest: Latest, home: Box): ZoomControls {
  return {
    zoomBy: (factor) => {
      const { fit, size } = latest.current;
      setView((view) =>
        zoomAt(view, factor, { at: { x: size.widthPx / 2, y: size.heightPx / 2 }, fit, window: size }),
      );
    },
    panBy: (x, y) => {
      const { fit, size, picture } = latest.current;
      setView((view) => panBy(view, { x: x * size.widthPx, y: y * size.heightPx }, { fit, picture }));
    },
    reset: () => setView(() => homeView(home)),
  };
}

/** A pointer that is down. */
interface Held {
  readonly from: WindowPoint;
  readonly now: WindowPoint;
}

/** A press that moves less is a click on what lies under it. */
const dragPx = 5;

/** Wheel and pinch zoom around the pointer, one finger or the mouse drags; returns how to stop. */
function listenToPointers(element: HTMLElement, setView: SetView, latest: Latest): () => void {
  const stop = new AbortController();
  const on = { signal: stop.signal };
  const held = new Map<number, Held>();
  let dragged = false;
  const zoom = (factor: number, at: WindowPoint) => {
    const { fit, size } = latest.current;
    setView((view) => zoomAt(view, factor, { at, fit, window: size }));
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), pointOf(element, event));
  };
  const down = (event: PointerEvent) => {
    const now = pointOf(element, event);
    if (held.size === 0) dragged = false;
    held.set(event.pointerId, { from: now, now });
  };
  const move = (event: PointerEvent) => {
    const before = held.get(event.pointerId);
    if (before === undefined) return;
    const now = pointOf(element, event);
    const far = Math.hypot(now.x - before.from.x, now.y - before.from.y) > dragPx;
    if (!far && !element.hasPointerCapture(event.pointerId)) return;
    dragged = true;
    element.setPointerCapture(event.pointerId);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1].now;
    held.set(event.pointerId, { ...before, now });
    if (other === undefined) {
      const { fit, picture } = latest.current;
      setView((view) => panBy(view, { x: now.x - before.now.x, y: now.y - before.now.y }, { fit, picture }));
    } else zoom(apart(now, other) / apart(before.now, other), other);
  };
  const up = (event: PointerEvent) => void held.delete(event.pointerId);
  const click = (event: MouseEvent) => {
    if (dragged) event.stopPropagation();
  };
  element.addEventListener('wheel', wheel, { ...on, passive: false });
  element.addEventListener('pointerdown', down, on);
  element.addEventListener('pointermove', move, on);
  element.addEventListener('pointerup', up, on);
  element.addEventListener('pointercancel', up, on);
  element.addEventListener('pointerleave', up, on);
  element.addEventListener('click', click, { ...on, capture: true });
  return () => stop.abort();
}

function pointOf(element: HTMLElement, event: MouseEvent): WindowPoint {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function apart(a: WindowPoint, b: WindowPoint): number {
  return Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
}
