import { describe, expect, it } from 'vitest'
import { importsOf } from './imports.ts'
import { RULES } from './rules.ts'
import { tokensOf } from './tokens.ts'
import { readTree } from './tree.ts'

/** omniauth's doors are in every tree, because the rules about them refuse a tree without them. */
const OMNIAUTH_DOORS = {
  'packages/omniauth/src/index.ts': '',
  'packages/omniauth/src/strategies/strategies.ts': '',
}

/** Applies a rule to files by path. A path without a package is a file of the server's sources. */
function judge(rule: string, files: Record<string, string>): string[] {
  return judgeAlone(rule, { ...OMNIAUTH_DOORS, ...files })
}

function judgeAlone(rule: string, files: Record<string, string>): string[] {
  const placed = Object.entries(files).map(([path, text]) => ({
    path: /^(?:packages|apps|tools|test)\//.test(path) ? path : `packages/server/src/${path}`,
    text,
  }))
  const check = RULES[rule]
  if (!check) throw new Error(`There is no rule "${rule}".`)
  return check(readTree(placed, { '@poolhouse/omniauth/testing': 'packages/omniauth/src/testing.ts' }))
}

describe('importsOf', () => {
  const specifiers = (text: string) => importsOf(tokensOf(text)).map(({ specifier }) => specifier)

  it.each([
    ["import { a } from './x.ts'"],
    ["import a, { type B } from './x.ts'"],
    ["import * as a from './x.ts'"],
    ["import type { A } from './x.ts'"],
    ["import './x.ts'"],
    ['import\n  {\n a,\n }\n from "./x.ts"'],
    ["export * from './x.ts'"],
    ["export * as a from './x.ts'"],
    ["export { a } from './x.ts'"],
    ["export type { A } from './x.ts'"],
    ["const a = await import('./x.ts')"],
    ['const a = await import(`./x.ts`)'],
    ["type A = import('./x.ts').A"],
    ["import a = require('./x.ts')"],
    ["const a = require('./x.ts')"],
    ["process.getBuiltinModule('./x.ts')"],
    ["import a from './x.ts' with { type: 'json' }"],
    [`const a = \`\${b(\`\${c}\`)}}\`; import('./x.ts')`],
    ["const a = /'/; import('./x.ts')"],
    ["const a = /[/']/.test(b) ? 1 / 2 : 3; export * from './x.ts'"],
    ["const a = (b) / 2; /* ' */ import('./x.ts') // '"],
  ])('finds the import in %s', (text) => {
    expect(specifiers(text)).toEqual(['./x.ts'])
  })

  it.each([
    ["// import './x.ts'"],
    ["/* import './x.ts' */"],
    ['const a = "import \'./x.ts\'"'],
    ["const a = `import './x.ts'`"],
    ['const a = /import ".x"/'],
    ["export const a = 'from'"],
    ['export { a }'],
    ['import.meta.url'],
    ["a.import('./x.ts')"],
  ])('finds no import in %s', (text) => {
    expect(specifiers(text)).toEqual([])
  })

  it('finds an import with a computed name', () => {
    expect(specifiers('import(name)')).toEqual([undefined])
  })
})

const ESCAPERS = 'only packages/pages and omniauth escape HTML'
const KYSELY = "import type { Kysely } from 'kysely'"

const violations: [rule: string, files: Record<string, string>][] = [
  ['every import resolves', { 'app/a.ts': "import '@poolhouse/omniauth/no-such-door'" }],
  ['every import resolves', { 'app/a.ts': "import 'poolhouse/no-such-door'" }],
  ['every import resolves', { 'flows/a/a.ts': "import './b.ts'" }],
  ['every import resolves', { 'flows/a/a.ts': 'await import(name)' }],
  ['floors import their own floor or lower', { 'records/a/a.ts': "import '#flows/b/b'", 'flows/b/b.ts': '' }],
  ['floors import their own floor or lower', { 'records/a.ts': "import type {} from '../app/b.ts'", 'app/b.ts': '' }],
  ['floors import their own floor or lower', { 'flows/a/a.ts': "import 'poolhouse'", 'index.ts': '' }],
  ['floors import their own floor or lower', { 'attic/a.ts': '' }],
  ['no file cycles', { 'flows/a/a.ts': "import './b.ts'", 'flows/a/b.ts': "export type { A } from './a.ts'" }],
  ['no file cycles', { 'packages/pages/src/a.ts': "import type {} from '#a'" }],
  [
    'no cycles between rooms of a floor',
    {
      'flows/a/one.ts': "import '#flows/b/one'",
      'flows/a/two.ts': '',
      'flows/b/one.ts': '',
      'flows/b/two.ts': "import type {} from '../a/two.ts'",
    },
  ],
  [
    'no cycles between rooms of a floor',
    {
      'apps/forge/src/web/a/one.ts': "import '#web/b/one'",
      'apps/forge/src/web/a/two.ts': '',
      'apps/forge/src/web/b/one.ts': '',
      'apps/forge/src/web/b/two.ts': "import type {} from '../a/two.ts'",
    },
  ],
  [
    'no cycles between rooms of a floor',
    {
      'apps/forge/src/web/app.ts': "import '#web/a/a'",
      'apps/forge/src/web/routes.ts': '',
      'apps/forge/src/web/a/a.ts': "import '#web/routes'",
    },
  ],
  ['fronts never import fronts', { 'fronts/a/a.ts': "import '#fronts/b/b'", 'fronts/b/b.ts': '' }],
  [
    'operations never import operations',
    {
      'fronts/aws-json/operations/users/a.ts': "import './b.ts'",
      'fronts/aws-json/operations/users/b.ts': '',
    },
  ],
  [
    'fronts use only the public files of the sign-in',
    { 'fronts/a/a.ts': "import { advance } from '#flows/sign-in/advance'", 'flows/sign-in/advance.ts': '' },
  ],
  [
    'packages import other packages by name and never the server',
    { 'packages/omniauth/src/a.ts': "import type { Server } from 'poolhouse'" },
  ],
  [
    'packages import other packages by name and never the server',
    { 'packages/pages/test/a.test.ts': "import '../../server/src/a.ts'", 'a.ts': '' },
  ],
  [
    'packages import other packages by name and never the server',
    { 'packages/server/src/app/a.ts': "import '../../../pages/src/b.ts'", 'packages/pages/src/b.ts': '' },
  ],
  [
    'the core of omniauth runs without Node',
    {
      'packages/omniauth/src/index.ts': "export { a } from '#a'",
      'packages/omniauth/src/a.ts': "const b = await import('./b.ts')",
      'packages/omniauth/src/b.ts': "import type { Readable } from 'node:stream'",
    },
  ],
  ['the core of omniauth runs without Node', { 'packages/omniauth/src/index.ts': "import { join } from 'path'" }],
  [
    'the core of omniauth runs without Node',
    {
      'packages/omniauth/src/index.ts': "import './strategies/saml/key.ts'",
      'packages/omniauth/src/strategies/saml/key.ts': "import 'node:crypto'",
    },
  ],
  [
    'the core of omniauth runs without Node',
    {
      'packages/omniauth/src/strategies/strategies.ts': "export { github } from './github.ts'",
      'packages/omniauth/src/strategies/github.ts': "import 'node:crypto'",
    },
  ],
  [
    'the strategies of omniauth do not import the phases',
    {
      'packages/omniauth/src/strategies/strategies.ts': "export { github } from './github.ts'",
      'packages/omniauth/src/strategies/github.ts': "import '#phases/omniauth'",
      'packages/omniauth/src/phases/omniauth.ts': '',
    },
  ],
  [
    'no cycles between rooms of a floor',
    {
      'packages/omniauth/src/core/one.ts': "import '#http/one'",
      'packages/omniauth/src/core/two.ts': '',
      'packages/omniauth/src/http/one.ts': '',
      'packages/omniauth/src/http/deep/two.ts': "import '#core/two'",
    },
  ],
  ['only storage and query files use the database', { 'records/users/user.ts': KYSELY }],
  ['only storage and query files use the database', { 'records/users/password.ts': KYSELY }],
  ['only storage and query files use the database', { 'flows/users/users.ts': KYSELY }],
  [
    'only foundation/crypto uses cryptography and randomness',
    { 'flows/a/a.ts': 'const id = globalThis.crypto.subtle' },
  ],
  [
    'each table has its own file',
    { 'storage/tables/users.ts': 'export interface UserTable {} export interface UserAliasTable {}' },
  ],
  ['each table has its own file', { 'storage/tables/keys.ts': 'export interface SigningKeyTable {}' }],
  ['each table has its own file', { 'storage/tables/users.ts': 'export interface User {}' }],
  ['each table has its own file', { 'storage/tables/users.ts': '' }],
  ['only foundation/crypto uses cryptography and randomness', { 'foundation/ids.ts': "import 'node:crypto'" }],
  ['only foundation/crypto uses cryptography and randomness', { 'flows/a/a.ts': "import { webcrypto } from 'crypto'" }],
  ['only foundation/crypto uses cryptography and randomness', { 'flows/a/a.ts': 'const id = crypto.randomUUID()' }],
  [
    'only foundation/crypto uses cryptography and randomness',
    { 'flows/a/a.ts': 'const id = globalThis.crypto.subtle' },
  ],
  ['only foundation/crypto uses cryptography and randomness', { 'flows/a/a.ts': 'const id = Math.random()' }],
  ['operations are in the folder of their subject', { 'fronts/aws-json/operations/users/get-user.ts': '' }],
  ['operations are in the folder of their subject', { 'fronts/aws-json/operations/people/admin-get-user.ts': '' }],
  [
    'operations are in the folder of their subject',
    { 'packages/server/test/operations/people/admin-users.test.ts': '' },
  ],
  ['only outbound uses the network', { 'flows/a/a.ts': "import { request } from 'node:https'" }],
  ['only outbound uses the network', { 'fronts/a/a.ts': "import nodemailer from 'nodemailer'" }],
  ['only outbound uses the network', { 'flows/a/a.ts': 'await fetch(url)' }],
  ['only outbound uses the network', { 'flows/a/a.ts': 'use({ fetch })' }],
  ['only outbound uses the network', { 'flows/a/a.ts': 'globalThis.fetch(url)' }],
  ['only the clock reads time', { 'flows/a/a.ts': 'const now = Date.now()' }],
  ['only the clock reads time', { 'flows/a/a.ts': "const now = Date['now']()" }],
  ['only the clock reads time', { 'flows/a/a.ts': 'const now = new Date()' }],
  ['only the clock reads time', { 'flows/a/a.ts': 'const now = new Date' }],
  ['only the clock reads time', { 'flows/a/a.ts': 'const now = Date()' }],
  ['only the clock reads time', { 'flows/a/a.ts': 'const Time = Date' }],
  ['only the clock reads time', { 'flows/a/a.ts': 'const now = performance.now()' }],
  ['only the clock reads time', { 'flows/a/a.ts': 'const now = process.hrtime.bigint()' }],
  ['only policies read settings', { 'flows/a/a.ts': 'if (pool.settings.MfaConfiguration) a()' }],
  ['only policies read settings', { 'flows/a/a.ts': 'const { settings } = pool' }],
  ['only policies read settings', { 'outbound/a/a.ts': 'const a = ({ id, settings }: UserPool) => id' }],
  ['only policies read settings', { 'fronts/aws-json/operations/a/a.ts': 'const a = client?.settings' }],
  [
    'only foundation/exceptions makes exceptions',
    { 'flows/a/a.ts': "throw new CognitoException('A', 'b', { reason })" },
  ],
  ['only foundation/exceptions makes exceptions', { 'flows/a/a.ts': 'class Refusal extends CognitoException {}' }],
  ['no code compares messages', { 'flows/a/a.ts': "const a = thrown.message === 'b'" }],
  ['no code compares messages', { 'flows/a/a.ts': "const a = thrown.message !== 'b'" }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = (thrown as Error).message == b' }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = b().message === thrown.cause?.message' }],
  ['no code compares messages', { 'flows/a/a.ts': "if ('b' === thrown.message) c()" }],
  ['no code compares messages', { 'flows/a/a.ts': "const a = thrown.message.includes('b')" }],
  ['no code compares messages', { 'flows/a/a.ts': "const a = thrown?.message?.startsWith('b')" }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = thrown.message.slice(2)' }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = /b/.test(thrown.message)' }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = form.exec(thrown.cause.message)' }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = texts.includes(thrown.message)' }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = texts.includes((thrown as Error).message)' }],
  ['no code compares messages', { 'flows/a/a.ts': 'const a = b === refusal(c).message' }],
  ['no code compares messages', { 'flows/a/a.ts': "switch (thrown.message) { case 'b': }" }],
  ['only policies read settings', { 'app/a.ts': "const a = pool['settings']" }],
  ['only policies read settings', { 'flows/a/a.ts': "type A = UserPool['settings']" }],
  [ESCAPERS, { 'flows/a/a.ts': 'const a = (b: string) => b.replace(/[&<>"\']/g, c)' }],
  [ESCAPERS, { 'flows/a/a.ts': 'const a = b.replace(/[<>&]/g, c)' }],
  [ESCAPERS, { 'apps/forge/src/pages/a.ts': "const entities = { '&': '&amp;' }" }],
  [ESCAPERS, { 'outbound/messaging/compose.ts': "const escapes = { '<': '&lt;' }" }],
  [ESCAPERS, { 'packages/pages/src/pages/a.ts': 'const a = b.replaceAll("<", `&#60;`)' }],
  ['the only index files are package doors', { 'flows/a/index.ts': '' }],
  ['the only index files are package doors', { 'packages/pages/src/screens/index.ts': '' }],
  ['file names are specific', { 'flows/sign-in/sign-in-helper.ts': '' }],
  ['file names are specific', { 'flows/utils/text.ts': '' }],
  ['file names are specific', { 'flows/a/user-manager.ts': '' }],
  ['file names are specific', { 'flows/a/signIn.ts': '' }],
]

const allowed: [rule: string, files: Record<string, string>][] = [
  [
    'every import resolves',
    { 'test/a.ts': "import '@poolhouse/omniauth'; import '@poolhouse/omniauth/testing'; import 'hono/cookie'" },
  ],
  [
    'every import resolves',
    { 'flows/a/a.ts': "import '#flows/b/b'; import './c.css'; import 'zod'", 'flows/b/b.ts': '' },
  ],
  ['floors import their own floor or lower', { 'app/a.ts': "import '#flows/b/b'", 'flows/b/b.ts': '' }],
  ['floors import their own floor or lower', { 'index.ts': "export * from './app/a.ts'", 'app/a.ts': '' }],
  ['no cycles between rooms of a floor', { 'flows/a/a.ts': "import '#flows/b/b'", 'flows/b/b.ts': '' }],
  [
    'no cycles between rooms of a floor',
    { 'apps/forge/src/web/app.ts': "import '#web/a/a'", 'apps/forge/src/web/a/a.ts': '' },
  ],
  ['fronts never import fronts', { 'fronts/a/a.ts': "import './b.ts'", 'fronts/a/b.ts': '' }],
  [
    'fronts use only the public files of the sign-in',
    {
      'fronts/a/a.ts':
        "import type { Step } from '#flows/sign-in/advance'; import { begin } from '#flows/sign-in/sign-in'",
      'flows/sign-in/advance.ts': '',
      'flows/sign-in/sign-in.ts': '',
      'flows/b/b.ts': "import '#flows/sign-in/advance'",
    },
  ],
  [
    'packages import other packages by name and never the server',
    { 'packages/pages/src/a.ts': "import '@poolhouse/contract'", 'packages/contract/src/index.ts': '' },
  ],
  [
    'the core of omniauth runs without Node',
    { 'packages/omniauth/src/index.ts': "import 'jose'", 'packages/omniauth/src/cli/main.ts': "import 'node:fs'" },
  ],
  [
    'the core of omniauth runs without Node',
    {
      'packages/omniauth/src/index.ts': "const key = await import('./strategies/saml/key.ts')",
      'packages/omniauth/src/strategies/saml/key.ts': "import 'node:crypto'",
    },
  ],
  ['only storage and query files use the database', { 'records/users/users.ts': KYSELY, 'storage/a.ts': KYSELY }],
  ['only storage and query files use the database', { 'records/outbox/outbox.ts': KYSELY }],
  ['only foundation/crypto uses cryptography and randomness', { 'foundation/crypto/a.ts': "import 'node:crypto'" }],
  [
    'the strategies of omniauth do not import the phases',
    {
      'packages/omniauth/src/strategies/strategies.ts': "export type { Log } from '#core/log'; import 'jose'",
      'packages/omniauth/src/core/log.ts': '',
    },
  ],
  ['only storage and query files use the database', { 'records/users/users.ts': KYSELY, 'storage/a.ts': KYSELY }],
  ['only storage and query files use the database', { 'records/outbox/outbox.ts': KYSELY }],
  ['each table has its own file', { 'storage/tables/user-aliases.ts': 'export interface UserAliasTable {}' }],
  ['each table has its own file', { 'storage/tables/outbox.ts': 'export interface OutboxTable {}' }],
  ['each table has its own file', { 'storage/pages.ts': 'interface One {} interface Other {}' }],
  ['only foundation/crypto uses cryptography and randomness', { 'foundation/crypto/a.ts': "import 'node:crypto'" }],
  [
    'operations are in the folder of their subject',
    {
      'fronts/aws-json/operations/own-account/get-user.ts': '',
      'fronts/aws-json/operations/multi-factor-authentication/set-user-mfa-preference.ts': '',
      'packages/server/test/operations/own-account/own-profile.test.ts': '',
    },
  ],
  ['only outbound uses the network', { 'outbound/a.ts': 'await fetch(url)' }],
  ['only outbound uses the network', { 'fronts/a.ts': "import type { Server } from 'node:http'" }],
  ['only the clock reads time', { 'foundation/clock.ts': 'const now = Date.now()' }],
  [
    'only the clock reads time',
    { 'flows/a/a.ts': 'new Date(ms); Date.parse(text); const a: Date = b; c instanceof Date' },
  ],
  ['only policies read settings', { 'fronts/aws-json/shapes/a.ts': 'const a = { ...pool.settings }' }],
  ['only policies read settings', { 'records/a/policy.ts': 'const a = ({ settings }: UserPool) => settings' }],
  ['only policies read settings', { 'outbound/a/a.ts': 'const a = (settings: Smtp) => settings.host' }],
  ['only policies read settings', { 'fronts/a/a.ts': 'const a = { settings: created(asked) }' }],
  [
    'only foundation/exceptions makes exceptions',
    { 'foundation/exceptions/a.ts': "new CognitoException('A', 'b', { reason })" },
  ],
  [
    'only foundation/exceptions makes exceptions',
    { 'flows/a/a.test.ts': "new CognitoException('A', 'b', { reason })" },
  ],
  [
    'only foundation/exceptions makes exceptions',
    { 'flows/a/a.ts': 'const a = (b: CognitoException) => b instanceof CognitoException' },
  ],
  [
    'no code compares messages',
    { 'flows/a/a.ts': "a.message = b; const c = d.message; e = { ...f, message: f.message || 'g' }; h(i.message)" },
  ],
  [
    'no code compares messages',
    { 'flows/a/a.ts': 'const a = b.message ? b.message : c.message.length; d(() => e.message)' },
  ],
  ['no code compares messages', { 'flows/a/a.ts': "const message = a.messages.includes('b'); c(message === 'd')" }],
  ['no code compares messages', { 'flows/a/a.test.ts': "expect(thrown.message === 'a')" }],
  ['only policies read settings', { 'fronts/a/a.ts': 'const a = { ...before, settings, updatedAt }' }],
  ['only policies read settings', { 'app/a.ts': "const { id, ...settings } = a; b({ ...settings }, ['settings'])" }],
  [ESCAPERS, { 'packages/pages/src/markup/html.ts': "const a = b.replace(/[&<]/g, '&amp;')" }],
  [ESCAPERS, { 'packages/omniauth/src/strategies/a.ts': "const a = b.replace(/[&<]/g, '&amp;')" }],
  [ESCAPERS, { 'apps/forge/test/a.ts': "const a = b.replaceAll('&amp;', '&')" }],
  [ESCAPERS, { 'flows/a/a.ts': "const a = html`<p>Terms &amp; conditions</p>`; b(/<[^&<>]*>/, '&')" }],
  [ESCAPERS, { 'records/a/policy.ts': 'const symbol = /[!#&<>]/' }],
  ['the only index files are package doors', { 'packages/pages/src/index.ts': '' }],
  ['file names are specific', { 'app/services.ts': '', 'storage/database.ts': '' }],
]

describe('the rules', () => {
  it.each(violations)('%s: refuses %j', (rule, files) => {
    expect(judge(rule, files)).not.toEqual([])
  })

  it.each(allowed)('%s: allows %j', (rule, files) => {
    expect(judge(rule, files)).toEqual([])
  })

  it.each(Object.keys(OMNIAUTH_DOORS))('about omniauth refuse a tree without the door %s', (door) => {
    const others = Object.fromEntries(Object.entries(OMNIAUTH_DOORS).filter(([path]) => path !== door))
    expect(judgeAlone('the core of omniauth runs without Node', others)).toEqual([expect.stringContaining(door)])
  })

  it('about the strategies refuse a tree without their door', () => {
    const rule = 'the strategies of omniauth do not import the phases'
    expect(judgeAlone(rule, { 'packages/omniauth/src/index.ts': '' })).toHaveLength(1)
  })

  it('each have a case that they refuse', () => {
    expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(Object.keys(RULES)))
  })
})
