import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '#core/auth-hash'
import { parseExactJson } from '#core/exact-json'
import { infoOf, type ResponseStructure, type Step, uidOf, valueAt } from './response-structure.ts'

const structure = (changes: Partial<ResponseStructure> = {}): ResponseStructure => ({
  rootPath: [],
  idPath: undefined,
  attributes: {},
  ...changes,
})

const json = fc.jsonValue().map((value) => value as JsonValue)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.string(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('__proto__', 'constructor', 'length', 'toString'),
)

describe('structures of every shape (cases 90-162)', () => {
  test('valueAt returns a part of the document or undefined for any path, and never throws', () => {
    fc.assert(
      fc.property(json, fc.array(step), (document, path) => {
        const found = valueAt(document, path)
        return found === undefined || JSON.stringify(document).includes(JSON.stringify(found))
      }),
    )
  })

  test('valueAt finds a value under the path where it was put', () => {
    fc.assert(
      fc.property(json, fc.array(fc.oneof(fc.string(), fc.constant(0)), { minLength: 1 }), (value, path) => {
        const document = path.reduceRight<JsonValue>(
          (inner, at) => (typeof at === 'number' ? [inner] : { [at]: inner }),
          value,
        )
        // A literal `__proto__` key would set the prototype instead.
        fc.pre(!path.includes('__proto__'))
        expect(valueAt(document, path)).toEqual(value)
      }),
    )
  })

  test('a uid is never blank, and is a text or the digits of an integer in the document', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('id', 'sub', 'x'), json), (document) => {
        let uid: string
        try {
          uid = uidOf(document as JsonObject, structure())
        } catch {
          return true
        }
        return (
          uid.trim() !== '' &&
          [document['id'], document['sub']].some((part) => String(part) === uid && typeof part !== 'object')
        )
      }),
    )
  })

  test('info keeps every value but null and false', () => {
    fc.assert(
      fc.property(json, (value) => {
        const info = infoOf({ email: value }, structure({ attributes: { email: 'email' } }))
        expect(info).toEqual(value === null || value === false ? {} : { email: value })
      }),
    )
  })
})

describe('paths', () => {
  const document = { data: { list: [{ id: 'a' }, { id: 'b' }], text: 'sub', number: 5, id: 7 } }
  test.each<[Step[], JsonValue | undefined]>([
    [['data', 'list', 0, 'id'], 'a'],
    [['data', 'list', -1, 'id'], 'b'],
    [['data', 'list', '0', 'id'], undefined],
    [['data', 'list', 9, 'id'], undefined],
    [['data', 'missing', 'id'], undefined],
    // Ruby searches a text for the key, takes a bit of an integer, and returns the whole document for an empty path.
    // valueAt does none of these.
    [['data', 'text', 'sub'], undefined],
    [['data', 'number', 0], undefined],
    [[], undefined],
    [['data.id'], undefined],
  ])('%j leads to %j', (path, value) => {
    expect(valueAt(document, path)).toEqual(value)
  })

  test('a list is a path from the top, a single key is relative to root_path', () => {
    const found = infoOf(
      document,
      structure({ rootPath: ['data'], attributes: { a: 'text', b: ['data', 'number'], c: ['text'] } }),
    )
    expect(found).toEqual({ a: 'sub', b: 5 })
    expect(uidOf(document, structure({ rootPath: ['data'] }))).toBe('7')
  })
})

describe('the uid', () => {
  test.each<[string, JsonObject, Partial<ResponseStructure>, string]>([
    ['id before sub', { id: 'i', sub: 's' }, {}, 'i'],
    ['sub when there is no id', { sub: 's' }, {}, 's'],
    ['sub when id is blank', { id: '', sub: 's' }, {}, 's'],
    ['sub when id is null', { id: null, sub: 's' }, {}, 's'],
    ['the explicit id_path', { id: 'i', sub: 's' }, { idPath: ['sub'] }, 's'],
    ['zero', { id: 0 }, {}, '0'],
  ])('is %s', (_, document, changes, uid) => {
    expect(uidOf(document, structure(changes))).toBe(uid)
  })

  test.each<[string, JsonObject, Partial<ResponseStructure>]>([
    ['an explicit id_path that leads nowhere, although there is a sub', { sub: 's' }, { idPath: 'id' }],
    ['true', { id: true, sub: 's' }, {}],
    ['a hash', { id: { a: 1 } }, {}],
    ['a list', { id: ['a'] }, {}],
    ['a fraction', { id: 1.5 }, {}],
    ['the Infinity that JSON.parse returns for 1e400', { id: Number.POSITIVE_INFINITY }, {}],
  ])('is not %s', (_, document, changes) => {
    expect(() => uidOf(document, structure(changes))).toThrow("id_path: ['sub']")
  })
})

describe('exact JSON', () => {
  test('integers keep their digits, and all else is read as JSON.parse reads it', () => {
    expect(
      parseExactJson(
        '{"a":12345678901234567891,"b":-9007199254740993,"c":"12345678901234567891 \\" 99999999999999999999"}',
      ),
    ).toEqual({
      a: '12345678901234567891',
      b: '-9007199254740993',
      c: '12345678901234567891 " 99999999999999999999',
    })
    expect(parseExactJson('[0.12345678901234567891, 1e30, 12345678901234567891.5]')).toEqual([
      0.12345678901234568, 1e30, 12345678901234567000,
    ])
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/\d{16}/.test(text))
        expect(parseExactJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test.each(['', '{', 'undefined', '{"a":01}', "{'a':1}"])('%j is not JSON', (text) => {
    expect(parseExactJson(text)).toBeUndefined()
  })
})
