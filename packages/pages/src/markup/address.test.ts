import { expect, it } from 'vitest'
import { address } from './address.ts'

it.each(['/login?x=1', '?page=2', '#main', './next', 'https://example.com/', 'HTTP://localhost:3000/'])(
  'keeps %s',
  (url) => {
    expect(address(url)).toBe(url)
  },
)

it.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  '\tjavascript:x',
  'java\nscript:x',
  'data:text/html,x',
  'vbscript:x',
  '',
  'app://back',
])('shows %j as a dead link [A110]', (url) => {
  expect(address(url)).toBe('#')
})
