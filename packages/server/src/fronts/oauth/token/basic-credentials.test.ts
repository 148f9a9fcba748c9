import fc from 'fast-check'
import { expect, test } from 'vitest'
import { basicCredentials } from './basic-credentials.ts'

const header = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

test('credentials without form encoding are read [A34]', () => {
  expect(basicCredentials(header('client id/+x:s:e/c+r'))[0]).toEqual({ clientId: 'client id/+x', secret: 's:e/c+r' })
})

test('any id and secret are read, encoded as a form or with encodeURIComponent [A34]', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 })
  const formEncoded = (value: string): string => new URLSearchParams({ '': value }).toString().slice(1)
  fc.assert(
    fc.property(text, text, fc.constantFrom(formEncoded, encodeURIComponent), (clientId, secret, encode) => {
      expect(basicCredentials(header(`${encode(clientId)}:${encode(secret)}`))).toContainEqual({ clientId, secret })
    }),
  )
})

test('any id without a colon and any secret are read unchanged [A34]', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 })
  fc.assert(
    fc.property(
      text.filter((id) => !id.includes(':')),
      text,
      (clientId, secret) => {
        expect(basicCredentials(header(`${clientId}:${secret}`))[0]).toEqual({ clientId, secret })
      },
    ),
  )
})

test('no header throws an error [A34]', () => {
  fc.assert(fc.property(fc.string(), (text) => basicCredentials(`Basic ${text}`).length <= 2))
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      basicCredentials(`Basic ${Buffer.from(bytes).toString('base64')}`)
    }),
  )
})

test('an empty secret counts as no secret', () => {
  expect(basicCredentials(header('id:'))).toEqual([{ clientId: 'id', secret: undefined }])
})
