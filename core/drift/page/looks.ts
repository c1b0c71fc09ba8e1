import { html, type Html } from '../../report/html.ts';
import type { DriftLevel } from '../assess.ts';

/** How a level is drawn and called. A shape tells it too: colour is never the only sign. */
export const levelLooks: Readonly<Record<DriftLevel, { readonly name: string; readonly path: string }>> = {
  alarm: { name: 'alarm', path: 'M0-8 7 6H-7Z' },
  watch: { name: 'watch', path: 'M0-7 7 0 0 7-7 0Z' },
  steady: { name: 'steady', path: 'M5 0A5 5 0 1 1-5 0 5 5 0 1 1 5 0Z' },
  'too-few': { name: 'too few photos', path: 'M5 0A5 5 0 1 1-5 0 5 5 0 1 1 5 0Z' },
  'not-compared': { name: 'not compared', path: 'M-5-5H5V5H-5Z' },
};

/** The sign of a level, for text. */
export function levelSign(level: DriftLevel): Html {
  return html`<svg class="sign sign-${level}" viewBox="-9 -9 18 18" aria-hidden="true">
    <path d="${levelLooks[level].path}" />
  </svg>`;
}

export const driftStyle = `
.sign{width:1.05em;height:1.05em;vertical-align:-.18em;overflow:visible}
.sign path,.dot path{stroke-width:2}
.sign-alarm path,.dot-alarm path{fill:var(--line-certain);stroke:var(--line-certain)}
.sign-watch path,.dot-watch path{fill:var(--line-probable);stroke:var(--line-probable)}
.sign-steady path,.dot-steady path{fill:var(--accent);stroke:var(--accent)}
.sign-too-few path,.dot-too-few path{fill:var(--paper);stroke:var(--soft)}
.sign-not-compared path,.dot-not-compared path{fill:none;stroke:var(--soft)}
.chart .bound{stroke:var(--line-certain);stroke-width:2.5}
.chart .tolerated{fill:var(--accent);opacity:.1}
.chart .expected{fill:none;stroke:var(--ink);stroke-width:2}
.key{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;margin:.25rem 0 0;padding:0;list-style:none;font-size:.88rem;color:var(--soft)}
.says{white-space:normal;min-width:18rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem}
.pair h3{margin-bottom:0}
@media (max-width:52rem){.pair{grid-template-columns:1fr}}
`;
