import { html, type Html } from '../html.ts';
import type { FlagCount, PhotoProblem, ReportData } from '../report-data.ts';
import { countText, plural } from '../wording.ts';

/** Photos named under each reason; photos.csv names all. */
const namesShown = 40;

/** Photos that were not scored or not placed, by reason, and the flags of all photos. */
export function problemsSection({ problems, flags, counts }: ReportData): Html {
  const notScored = problems.filter(({ kind }) => kind === 'not-scored');
  const notPlaced = problems.filter(({ kind }) => kind === 'not-placed');
  return html`<section aria-labelledby="problems">
    <h2 id="problems">Photos with a problem</h2>
    <p class="lead">
      ${leadOf(notScored.length, notPlaced.length)}${counts.sideFiles > 0 && ` ${plural(counts.sideFiles, 'file')} beside the photos ${counts.sideFiles === 1 ? 'is' : 'are'} no photo and ${counts.sideFiles === 1 ? 'was' : 'were'} left alone.`}
    </p>
    ${
      notScored.length > 0 &&
      html`<h3>Why some photos were not scored</h3>
        ${reasonList(notScored)}`
    }
    ${
      notPlaced.length > 0 &&
      html`<h3>Why some photos could not be placed</h3>
        <p>
          These photos were searched all the same; what was found in them is in tiles.csv, but not on the map.
        </p>
        ${reasonList(notPlaced)}`
    }
    ${flags.length > 0 && flagTable(flags)}
  </section>`;
}

function leadOf(notScored: number, notPlaced: number): string {
  if (notScored === 0 && notPlaced === 0) return 'None: every photo was read, scored and placed on the map.';
  return `${plural(notScored, 'photo')} not scored, ${countText(notPlaced)} scored but not placed on the map.`;
}

function reasonList(problems: readonly PhotoProblem[]): Html {
  const byReason = new Map<string, PhotoProblem[]>();
  for (const problem of problems) {
    const own = byReason.get(problem.reasonCode);
    if (own === undefined) byReason.set(problem.reasonCode, [problem]);
    else own.push(problem);
  }
  const groups = [...byReason].sort(([, a], [, b]) => b.length - a.length);
  return html`<ul class="reasons">
    ${groups.map(([code, own]) => reasonItem(code, own))}
  </ul>`;
}

function reasonItem(code: string, problems: readonly PhotoProblem[]): Html {
  const sentences = new Set(problems.map(({ reason }) => reason));
  const rest = problems.length - namesShown;
  const more = rest > 0 ? ` and ${countText(rest)} more (photos.csv)` : '';
  // One sentence for all: said once. Sentences with values of their own: the first stands for its kind.
  const sentence = sentences.size === 1 ? problems[0]!.reason : `${problems[0]!.reason} (and the like)`;
  return html`<li>
    <p><strong>${plural(problems.length, 'photo')}:</strong> ${sentence} <code>${code}</code></p>
    <p class="names">
      ${
        problems
          .slice(0, namesShown)
          .map(({ photoName }) => photoName)
          .join(', ') + more
      }
    </p>
  </li>`;
}

function flagTable(flags: readonly FlagCount[]): Html {
  return html`<h3>What was noted about the photos</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Flags of the photos">
      <table>
        <thead>
          <tr>
            <th scope="col">Flag</th>
            <th scope="col">Meaning</th>
            <th scope="col" class="number">Photos</th>
            <th scope="col">Which</th>
          </tr>
        </thead>
        <tbody>
          ${flags.map(
            ({ flag, meaning, photos, names }) =>
              html`<tr>
                <th scope="row"><code>${flag}</code></th>
                <td class="wrap">${meaning ?? ''}</td>
                <td class="number">${countText(photos)}</td>
                <td class="wrap">${names === undefined ? 'photos.csv' : names.join(', ')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
