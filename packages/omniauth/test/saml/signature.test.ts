import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSigned } from '../../src/strategies/saml/signature.ts'
import { parseXml } from '../../src/strategies/saml/xml.ts'
import { sign } from './identity-provider.ts'
import { idpKeys, otherKeys } from './keys.ts'

const prefixes = fc.constantFrom('', 'a', 'b')
const spaces = fc.constantFrom('urn:1', 'urn:2')
const texts = fc.stringMatching(/^[ \n\w"'>é😀]{0,8}$/u).map((text) => `${text}&amp;&lt;&#13;&#9;`)

interface Piece {
  readonly prefix: string
  readonly declared: readonly (readonly [string, string])[]
  readonly attributes: readonly (readonly [string, string])[]
  readonly inside: readonly (string | Piece)[]
}

const pieces: fc.Arbitrary<Piece> = fc.letrec<{ piece: Piece }>((tie) => ({
  piece: fc.record({
    prefix: prefixes,
    declared: fc.uniqueArray(fc.tuple(prefixes, spaces), { selector: ([prefix]) => prefix }),
    attributes: fc.uniqueArray(fc.tuple(fc.constantFrom('x', 'y', 'a:x', 'a:y', 'xml:lang', 'B'), texts), {
      selector: ([name]) => name,
    }),
    inside: fc.array(fc.oneof({ maxDepth: 3, withCrossShrink: true }, texts, tie('piece')), { maxLength: 3 }),
  }),
})).piece

function written({ prefix, declared, attributes, inside }: Piece): string {
  const tag = prefix === '' ? 'e' : `${prefix}:e`
  const spacesHere = declared.map(([name, space]) => ` xmlns${name === '' ? '' : `:${name}`}="${space}"`)
  const own = attributes.map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`)
  const content = inside.map((part) => (typeof part === 'string' ? part : written(part)))
  return `<${tag}${spacesHere.join('')}${own.join('')}>${content.join('')}</${tag}>`
}

const documentOf = (piece: Piece) =>
  `<Owner xmlns="urn:0" xmlns:a="urn:1" xmlns:b="urn:2" xmlns:c="urn:3" ID="_1"><Issuer>x</Issuer>${written(piece)}</Owner>`

describe('the signature check before the library', () => {
  test('accepts all that xml-crypto signs, and only with the certificate of the signer', () => {
    fc.assert(
      fc.property(pieces, fc.subarray(['b', 'c']), (piece, inclusivePrefixes) => {
        const signed = parseXml(sign(documentOf(piece), 'Owner', { inclusivePrefixes }))
        checkSigned(signed, [otherKeys.cert, idpKeys.cert])
        expect(() => checkSigned(signed, [otherKeys.cert])).toThrow('could not be verified')
      }),
    )
  })
})
