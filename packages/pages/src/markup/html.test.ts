import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributes, html } from './html.ts'

/** Decodes the entities as a browser does. */
const decoded = (markup: string): string =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&')

describe('html', () => {
  it('escapes a value in text and in a quoted attribute [A110]', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '" onmouseover="x',
        "' onfocus='x",
        '</title>',
        '{{7*7}}',
        '&lt;',
        '<!--',
        '`',
      ),
    )
    fc.assert(
      fc.property(hostile, (value) => {
        const markup = html`${value}`.toString()
        expect(markup).not.toMatch(/[<>"'`\0]/)
        expect(decoded(markup)).toBe(value.replaceAll('\0', '\uFFFD'))
        expect(attributes({ title: value }).toString()).toBe(` title="${markup}"`)
      }),
    )
  })

  it('accepts its own markup, and nothing that only looks like it', () => {
    const inner = html`<b>${'&'}</b>`
    expect(html`<p>${inner}${[inner, 'x']}</p>`.toString()).toBe('<p><b>&amp;</b><b>&amp;</b>x</p>')
    const lookalike = { markup: '<b>', toString: () => '<b>' } as unknown as string
    expect(html`${lookalike}`.toString()).toBe('&lt;b&gt;')
  })

  it('shows nothing for absent values, and zero for zero', () => {
    expect(html`[${undefined}${null}${false}${0}]`.toString()).toBe('[0]')
  })

  it('refuses a value in an unquoted attribute', () => {
    expect(() => html`<a href=${'x'}>`).toThrow('quotes')
  })
})

describe('attributes', () => {
  it('writes bare attributes, and leaves out absent ones', () => {
    expect(attributes({ required: true, autofocus: false, value: undefined, rows: 3 }).toString()).toBe(
      ' required rows="3"',
    )
  })

  it.each(['onclick', 'style', 'x y', 'a"b', ''])('refuses the name %j', (name) => {
    expect(() => attributes({ [name]: 'x' })).toThrow('no attribute')
  })
})
