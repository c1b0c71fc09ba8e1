import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { groundView, type GroundPoint } from './ground-view.ts';

/** Where a plant stands: north up, with the ground of its photo and tile, other views and a scale; needs no map tiles. */
export function MiniMap({
  place,
  uncertaintyM,
  photo,
  tile,
  others,
}: {
  readonly place: GroundPoint;
  readonly uncertaintyM: number;
  readonly photo: readonly GroundPoint[] | undefined;
  readonly tile: readonly GroundPoint[] | undefined;
  readonly others: readonly GroundPoint[];
}): ReactNode {
  const { t } = useTexts();
  const view = groundView(place, photo ?? tile ?? [], uncertaintyM);
  const at = view.project(place);
  const outline = (ring: readonly GroundPoint[]) =>
    ring
      .map((point) => view.project(point))
      .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
      .join(' ');
  return (
    <svg className="mini-map" viewBox="0 0 300 200" role="img" aria-label={t.review.miniMap}>
      {photo === undefined ? null : <polygon points={outline(photo)} className="ground-photo" />}
      {tile === undefined ? null : <polygon points={outline(tile)} className="ground-tile" />}
      {others.map((other) => {
        const { x, y } = view.project(other);
        return <circle key={`${other.lat},${other.lon}`} cx={x} cy={y} r={3} className="ground-other" />;
      })}
      <circle
        cx={at.x}
        cy={at.y}
        r={Math.max(4, uncertaintyM * view.pxPerM)}
        className="ground-uncertainty"
      />
      <circle cx={at.x} cy={at.y} r={4} className="ground-place" />
      <g className="ground-scale">
        <path d={`M12 188H${12 + view.barM * view.pxPerM}`} />
        <text x={14} y={182}>
          {view.barM} m
        </text>
      </g>
      <g className="ground-north">
        <path d="M284 12l6 16-6-4-6 4Z" />
        <text x={284} y={42} textAnchor="middle">
          N
        </text>
      </g>
    </svg>
  );
}
