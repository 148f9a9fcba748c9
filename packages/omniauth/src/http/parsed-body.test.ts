import { describe, expect, test } from 'vitest'
import { parsedBody } from './parsed-body.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
const written = (parsed: unknown, given: Record<string, string> = form) => parsedBody(parsed, new Headers(given)).body

describe('parsedBody', () => {
  test.each([
    [{ code: 'a b&c', state: '1' }, 'code=a+b%26c&state=1'],
    // A parameter that occurs twice must stay: the adapter must not choose which of them counts.
    [{ state: ['1', '2'] }, 'state=1&state=2'],
    [{ user: { name: 'Jane', tags: ['a', 'b'] } }, 'user%5Bname%5D=Jane&user%5Btags%5D%5B%5D=a&user%5Btags%5D%5B%5D=b'],
    [{ list: [{ id: '7' }] }, 'list%5B0%5D%5Bid%5D=7'],
    [{ empty: '', none: null }, 'empty=&none='],
    [{}, ''],
  ])('encodes %j as a form', (parsed, body) => {
    expect(written(parsed)).toBe(body)
  })

  test.each([[undefined], [null], [true], [7]])('makes no body from %j', (parsed) => {
    expect(written(parsed)).toBeNull()
  })

  test('encodes JSON as JSON, and does not change texts and bytes', () => {
    expect(written({ a: [1] }, { 'content-type': 'application/json' })).toBe('{"a":[1]}')
    expect(written('<xml/>', { 'content-type': 'text/xml' })).toBe('<xml/>')
    expect(written(Uint8Array.of(1), {})).toEqual(Uint8Array.of(1))
  })

  test('removes the headers that describe the original body', () => {
    const given = new Headers({ ...form, 'content-length': '999', 'content-encoding': 'gzip', 'x-own': '1' })
    const { headers } = parsedBody({ a: '1' }, given)
    expect([...headers.keys()].sort()).toEqual(['content-type', 'x-own'])
    expect(given.get('content-length')).toBe('999')
  })
})
