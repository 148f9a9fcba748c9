import { expect, test } from 'vitest'
import { redirectUriViolation } from './redirect-uri.ts'

test.each([
  'https://app.example.com/users/auth/cognito/callback',
  'https://app.example.com/cb?tenant=1',
  'http://localhost:3000/users/auth/cognito/callback',
  'http://127.0.0.1/cb',
  'http://[::1]:8080/cb',
  'myapp://callback',
  'com.example.app:/oauth2redirect',
])('%s may be registered', (uri) => {
  expect(redirectUriViolation(uri)).toBeUndefined()
})

test.each([
  ['https://app.example.com/cb#here', 'A04'],
  ['https://app.example.com/cb#', 'A04'],
  ['javascript:alert(1)', 'A05'],
  ['JavaScript:alert(1)', 'A05'],
  ['data:text/html,hello', 'A05'],
  ['http://app.example.com/cb', 'A05'],
  ['http://localhost.evil.example/cb', 'A05'],
  ['file:///etc/passwd', 'A05'],
  ['https://good.example@evil.example/', 'A02'],
  ['https://good.example\\@evil.example/', 'A02'],
  ['//evil.example/cb', 'A02'],
  ['/cb', 'A02'],
  ['https://good.example/c\nb', 'A02'],
  ['https://good.example/ cb', 'A02'],
])('%j may not be registered [%s]', (uri, _id) => {
  expect(redirectUriViolation(uri)).toBeTypeOf('string')
})
