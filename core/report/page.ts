import { html, trusted, type Html } from './html.ts';
import { pageStyle } from './page-style.ts';

/** What stands at the head of a report. */
export interface Masthead {
  /** What kind of report it is. */
  readonly eyebrow: string;
  readonly title: string;
  /** Names and values; one without a value is left out. */
  readonly facts: readonly (readonly [name: string, value: string | undefined])[];
  /** What the reader must know before anything else. */
  readonly notices: readonly (Html | string | undefined | false)[];
}

export interface Page {
  /** For the browser's tab. */
  readonly title: string;
  /** The page's own styles beside those of all reports. */
  readonly style: string;
  readonly masthead: Masthead;
  readonly main: readonly (Html | undefined | false)[];
  readonly footer: Html;
}

/** A report without scripts as one self-contained HTML page that asks the network for nothing. The same parts give the same bytes. */
export function renderPage({ title, style, masthead, main, footer }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(pageStyle)}${trusted(style)}
        </style>
      </head>
      <body>
        ${renderMasthead(masthead)}
        <main>${main.map((part) => html`${part}`)}</main>
        <footer>${footer}</footer>
      </body>
    </html> `.markup;
}

/** The head of a report. */
export function renderMasthead({ eyebrow, title, facts, notices }: Masthead): Html {
  return html`<header class="masthead">
    <div>
      <p class="eyebrow">${eyebrow}</p>
      <h1>${title}</h1>
      <dl class="facts">
        ${facts.map(
          ([name, value]) =>
            html`${
              value !== undefined &&
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`
            }`,
        )}
      </dl>
      ${notices.map((notice) => html`${notice !== undefined && notice !== false && html`<p class="notice">${notice}</p>`}`)}
    </div>
  </header>`;
}
