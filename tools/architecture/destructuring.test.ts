import { expect, test } from 'vitest'
import { isDestructured } from './destructuring.ts'
import { tokensOf } from './tokens.ts'

const destructuresSettings = (text: string): boolean => {
  const tokens = tokensOf(text)
  return tokens.some((token, at) => token.value === 'settings' && isDestructured(tokens, at))
}

test.each([
  'const { settings } = pool',
  'const { id, settings: { Policies } } = pool',
  'const { settings = {} } = pool',
  'const { pool: { settings } } = request',
  'const [{ settings }] = pools',
  'for (const { settings } of pools) a()',
  ';({ settings } = pool)',
  'const a = ({ settings }: UserPool): boolean => true',
  'const a = ({ id, settings }: UserPool, name: string) => name',
  'pools.map(({ settings }) => settings)',
  'pools.map(({ settings }, index) => index)',
  'const a: Predicate = ({ settings }): boolean => true',
  'const a = async ({ settings }): Promise<void> => {}',
  'function a({ settings }: UserPool) {}',
  'function a({ settings }: UserPool = none) {}',
  'function a({ settings } = none): void {}',
  'const channel = { compose({ settings }) {} }',
  'const channel = { masked, compose(to, { settings }): string { return to } }',
  'const channel = { async compose({ settings }): Promise<void> {} }',
])('%s destructures settings', (text) => {
  expect(destructuresSettings(text)).toBe(true)
})

test.each([
  'const pool = { id, settings, createdAt }',
  'const pool = { settings: createdSettings(asked) }',
  'change(db, id, (before) => ({ ...before, name, settings, updatedAt }))',
  'return { settings }',
  'insert(db, { settings })',
  'insert({ settings }, id)',
  'if (insert({ settings })) { a() }',
  'const a = is ? made({ settings }) : none',
  'const a = is ? { settings } : none',
  'const a = is ? pool.made({ id, settings }) : none',
  'const a = { pool: { settings } }',
  'const a = [{ settings }]',
  'send(id, settings, now)',
  'const a = [id, settings, now]',
  'interface A { settings: string }',
  'type A = { settings: string }',
  'function a() { const b: { settings: string } = c }',
  'function a({ pool }: { pool: { settings: string } }) {}',
  'const a = (): { settings: string } => b',
  'const { ...settings } = described',
  'const a = (settings: Smtp) => settings.host',
])('%s does not destructure settings', (text) => {
  expect(destructuresSettings(text)).toBe(false)
})
