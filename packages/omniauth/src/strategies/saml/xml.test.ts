import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeXml, parseXml, type XmlElement } from './xml.ts'

const names = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/).filter((name) => !/^xml/i.test(name))
const texts = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => text.replace(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, ''))
/** An element without its written form. */
interface Plain extends Omit<XmlElement, 'children' | 'source'> {
  readonly children: readonly Plain[]
}
const plain = ({ source: _, children, ...rest }: XmlElement): Plain => ({ ...rest, children: children.map(plain) })
const elements = (children: fc.Arbitrary<Plain[]>): fc.Arbitrary<Plain> =>
  fc.record({
    name: names,
    namespace: fc.constant('urn:x'),
    attributes: fc
      .uniqueArray(fc.tuple(names, texts), { selector: ([name]) => name, maxLength: 3 })
      .map((all) => new Map(all)),
    children,
    text: texts,
  })
const leaves = elements(fc.constant([]))
const tree = elements(fc.array(elements(fc.array(leaves, { maxLength: 3 })), { maxLength: 3 }))

const written = ({ name, attributes, children, text }: Plain): string =>
  `<p:${name}${[...attributes].map(([key, value]) => ` ${key} = '${escapeXml(value)}'`).join('')}>${escapeXml(text)}${children.map(written).join('')}</p:${name} >`

describe('XML', () => {
  test('parseXml reads every element that is written', () => {
    fc.assert(
      fc.property(tree, (element) => {
        const root = `<r xmlns:p="urn:x">${written(element)}</r>`
        expect(parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`).children.map(plain)).toEqual([element])
      }),
    )
  })

  test('any text is read or refused with invalid_ticket, and no other error is thrown', () => {
    const parts = fc.constantFrom(
      '<a',
      '</a>',
      '<a>',
      '<b/>',
      ' x="1"',
      " y='",
      '>',
      '&amp;',
      '&#65;',
      '&',
      'text',
      '<!--',
      '?>',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (pieces) => {
        try {
          expect(parseXml(pieces.join('')).name).toBeTruthy()
        } catch (thrown) {
          expect(thrown).toMatchObject({ type: 'invalid_ticket' })
        }
      }),
    )
  })

  test('namespaces come from the default, a prefix or a shadowing declaration; attributes without a prefix have none', () => {
    const root = parseXml('<a xmlns="urn:1" xmlns:p="urn:2" p:x="1" x="2"><p:b xmlns:p="urn:3"/><c xmlns=""/></a>')
    expect([root, ...root.children].map(({ namespace, name }) => `${namespace} ${name}`)).toEqual([
      'urn:1 a',
      'urn:3 b',
      ' c',
    ])
    expect([...root.attributes]).toEqual([
      ['{urn:2}x', '1'],
      ['x', '2'],
    ])
  })

  test.each([
    ['an undeclared prefix', '<p:a/>'],
    ['a prefix without a namespace', '<a xmlns:p=""/>'],
    ['another meaning of xml', '<a xmlns:xml="urn:x"/>'],
    ['one attribute under two prefixes', '<a xmlns:p="urn:1" xmlns:q="urn:1" p:x="" q:x=""/>'],
    ['two roots', '<a/><b/>'],
    ['text outside the root', 'a<a/>'],
    ['an empty text', ''],
    ['only whitespace', ' \n'],
    ['< in an attribute', '<a x="<"/>'],
    ['a lone &', '<a>&</a>'],
    ['half of a surrogate pair', '<a>&#xD800;</a>'],
    ['a character beyond Unicode', '<a>&#x110000;</a>'],
    ['a character that XML does not allow', '<a>&#0;</a>'],
    ['tags that cross', '<a><b></a></b>'],
    ['too many namespaces', `<a ${Array.from({ length: 70 }, (_, n) => `xmlns:p${n}="urn:${n}"`).join(' ')}/>`],
    ['a declaration in the middle', '<a><?xml version="1.0"?></a>'],
  ])('%s is refused', (_, xml) => {
    expect(() => parseXml(xml)).toThrow('The SAML message')
  })
})
