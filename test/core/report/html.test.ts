import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, scriptJson, trusted } from '#core/report/html.ts';

describe('markup', () => {
  it('escapes every value that is not markup', () => {
    const name = `<img src=x onerror="a('b')">&`;
    expect(html`<p title="${name}">${name}</p>`.markup).toBe(
      '<p title="&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;"' +
        '>&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;</p>',
    );
  });

  it('nests, lists, and leaves nothing for what is absent', () => {
    const rows = ['a', '<b>'].map((text) => html`<i>${text}</i>`);
    const parts = html`<b>${rows}</b>${undefined}${false}${0}${trusted('<br>')}`;
    expect(parts.markup).toBe('<b><i>a</i>\n<i>&lt;b&gt;</i></b>0<br>');
  });

  it('embeds any JSON in a script without a way out, and loses nothing', () => {
    const text = fc.string({ unit: fc.constantFrom('<', '/', '!', '-', '>', '&', 's', '\u2028', '"', '\\') });
    fc.assert(
      fc.property(fc.jsonValue(), text, (value, tail) => {
        const data = { value, tail, close: '</script><!--' };
        const { markup } = scriptJson(data);
        expect(markup).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(markup)).toEqual(JSON.parse(JSON.stringify(data)));
      }),
    );
  });
});
