import { isBuiltin } from 'node:module'
import { firstCycles } from './cycles.ts'
import { isDestructured } from './destructuring.ts'
import { comparesMessage } from './messages.ts'
import { operationsBySubject } from './operation-folders.ts'
import { mark, type Token, word } from './tokens.ts'
import { isTest, packageOf, type ReadFile } from './tree.ts'

/** A sentence that names a file and the rule of the architecture that it breaks. */
export type Violation = string

export type Rule = (files: readonly ReadFile[]) => Violation[]

const SERVER = 'packages/server/src/'
const FLOORS = ['foundation', 'storage', 'records', 'outbound', 'flows', 'fronts', 'app']

const inServer = (file: ReadFile): boolean => file.path.startsWith(SERVER) && !isTest(file.path)
const inside = (path: string, ...folders: string[]): boolean =>
  folders.some((folder) => path.startsWith(`${SERVER}${folder}/`) || path === `${SERVER}${folder}`)
const segmentsOf = (path: string): string[] => path.slice(SERVER.length).split('/')
const floorOf = (path: string): string => segmentsOf(path)[0] ?? ''
/** The first two segments: a folder of a floor, or a file directly on a floor. */
const roomOf = (path: string): string => segmentsOf(path).slice(0, 2).join('/')
/** The door of the package is above all floors and may import each of them. */
const isDoor = (path: string): boolean => path === `${SERVER}index.ts`

const edgesOf = (files: readonly ReadFile[], of: (file: ReadFile) => boolean): [string, string][] =>
  files
    .filter(of)
    .flatMap((file) =>
      file.imports.flatMap(({ target }): [string, string][] =>
        target.kind === 'file' ? [[file.path, target.path]] : [],
      ),
    )

const serverEdges = (files: readonly ReadFile[]): [string, string][] =>
  edgesOf(files, inServer).filter(([from, to]) => to.startsWith(SERVER) && !isDoor(from))

/** Each import resolves to a file or a package. Otherwise the other rules would miss imports. */
export const importsResolve: Rule = (files) =>
  files.flatMap((file) =>
    file.imports
      .filter(({ target, specifier }) => target.kind === 'unresolved' && (specifier !== undefined || inServer(file)))
      .filter(({ specifier }) => specifier !== undefined || !inside(file.path, 'outbound/triggers'))
      .map(
        ({ specifier }) =>
          `${file.path} imports ${specifier ?? 'a computed name'}, which does not resolve to a file or a package`,
      ),
  )

export const floorsInOrder: Rule = (files) => [
  ...files
    .filter((file) => inServer(file) && !isDoor(file.path) && !FLOORS.includes(floorOf(file.path)))
    .map((file) => `${file.path} is not in a folder of a floor`),
  ...serverEdges(files)
    .filter(([from, to]) => FLOORS.indexOf(floorOf(to)) > FLOORS.indexOf(floorOf(from)) || isDoor(to))
    .map(([from, to]) => `${from} imports the higher floor ${to}`),
]

export const noFileCycles: Rule = (files) =>
  firstCycles(edgesOf(files, ({ path }) => !isTest(path))).map((cycle) => `file cycle: ${cycle.join(' -> ')}`)

export const noRoomCycles: Rule = (files) => {
  const rooms = serverEdges(files)
    .filter(([from, to]) => floorOf(from) === floorOf(to))
    .map(([from, to]): [string, string] => [roomOf(from), roomOf(to)])
  return [
    ...roomCycles(rooms),
    ...roomCycles(roomsWithin(FORGE, { files, room: folderOf })),
    ...roomCycles(roomsWithin(OMNIAUTH, { files, room: topFolderOf })),
  ]
}

const roomCycles = (rooms: readonly [string, string][]): Violation[] =>
  firstCycles(rooms.filter(([from, to]) => from !== to)).map((cycle) => `room cycle: ${cycle.join(' -> ')}`)

const FORGE = 'apps/forge/src/'
const OMNIAUTH = 'packages/omniauth/src/'

/** Forge and omniauth have no floors. A room of Forge is a folder; a room of omniauth is a folder with the folders in it. */
const roomsWithin = (
  home: string,
  { files, room }: { files: readonly ReadFile[]; room: (path: string) => string },
): [string, string][] =>
  edgesOf(files, ({ path }) => path.startsWith(home) && !isTest(path))
    .filter(([, to]) => to.startsWith(home))
    .map(([from, to]) => [room(from), room(to)])

const topFolderOf = (path: string): string => path.split('/').slice(0, 4).join('/')

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

export const frontsApart: Rule = (files) =>
  serverEdges(files)
    .filter(([from, to]) => floorOf(from) === 'fronts' && floorOf(to) === 'fronts' && roomOf(from) !== roomOf(to))
    .map(([from, to]) => `${from} imports another front, ${to}`)

export const operationsApart: Rule = (files) =>
  serverEdges(files)
    .filter(([from, to]) => [from, to].every((path) => inside(path, 'fronts/aws-json/operations')))
    .map(([from, to]) => `${from} imports another operation, ${to}`)

const SIGN_IN = `${SERVER}flows/sign-in/`
const SIGN_IN_DOORS = ['sign-in.ts', 'refresh.ts', 'finish.ts', 'evidence.ts'].map((name) => SIGN_IN + name)

/** A front begins a sign-in and answers its challenges. The other files of the sign-in are internal. A front may import types. */
export const signInByItsDoors: Rule = (files) =>
  files
    .filter((file) => inServer(file) && floorOf(file.path) === 'fronts')
    .flatMap((file) =>
      file.imports.flatMap(({ target, typeOnly }) =>
        target.kind === 'file' && target.path.startsWith(SIGN_IN) && !typeOnly && !SIGN_IN_DOORS.includes(target.path)
          ? [`${file.path} calls ${target.path}, which is internal to the sign-in`]
          : [],
      ),
    )

const BELOW_SERVER = ['contract', 'pages', 'console', 'omniauth'].map((name) => `packages/${name}`)

export const packagesApart: Rule = (files) => [
  ...edgesOf(files, () => true)
    .filter(([from, to]) => BELOW_SERVER.includes(packageOf(from)) && packageOf(to) === 'packages/server')
    .map(([from, to]) => `${from} imports the server, ${to}`),
  ...files
    .filter(({ path }) => !isTest(path) && packageOf(path).startsWith('packages/'))
    .flatMap((file) =>
      file.imports
        .filter(({ specifier = '', target }) => specifier.startsWith('.') && 'path' in target)
        .filter(({ target }) => 'path' in target && packageOf(target.path) !== packageOf(file.path))
        .map(
          ({ specifier }) =>
            `${file.path} imports a file of another package, ${specifier}: import the package by its name`,
        ),
    ),
]

const STRATEGIES_DOOR = `${OMNIAUTH}strategies/strategies.ts`
const CORE_DOORS = [`${OMNIAUTH}index.ts`, STRATEGIES_DOOR]

/** Refuses a tree without the door, because a rule about a missing door would always pass. */
const doorSeen = (door: string, files: readonly ReadFile[]): Violation[] =>
  files.some(({ path }) => path === door) ? [] : [`${door} is not in the tree, so this rule can not be checked`]

/** SAML needs Node. The core loads it only at its first use. */
const NODE_ONLY = `${OMNIAUTH}strategies/saml/`

/** Returns all files that a door imports, directly or not, and all packages that these files import, also for types. */
function reachedFrom(door: string, files: readonly ReadFile[]): { paths: Set<string>; named: [string, string][] } {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const paths = new Set([door])
  const named: [string, string][] = []
  for (const path of paths) {
    for (const { specifier = '', target, later } of byPath.get(path)?.imports ?? []) {
      if (target.kind === 'file' && later && target.path.startsWith(NODE_ONLY)) continue
      if (target.kind === 'file') paths.add(target.path)
      else named.push([path, specifier])
    }
  }
  return { paths, named }
}

/** The core of omniauth and its strategies also run on edge runtimes. No file that their doors import may import a module of Node. */
export const coreWithoutNode: Rule = (files) =>
  CORE_DOORS.flatMap((door) => [
    ...doorSeen(door, files),
    ...reachedFrom(door, files)
      .named.filter(([, specifier]) => isBuiltin(specifier))
      .map(([path, specifier]) => `${path} imports ${specifier}, and ${door} leads to it`),
  ])

const WITHOUT_PHASES = ['core', 'strategies'].map((room) => `${OMNIAUTH}${room}/`)

/** A host with its own state and routing imports only the strategies, without the phases, cookies and accounts. */
export const strategiesWithoutPhases: Rule = (files) => [
  ...doorSeen(STRATEGIES_DOOR, files),
  ...[...reachedFrom(STRATEGIES_DOOR, files).paths]
    .filter((path) => path.startsWith(OMNIAUTH) && !WITHOUT_PHASES.some((room) => path.startsWith(room)))
    .map((path) => `${STRATEGIES_DOOR} leads to ${path}`),
]

const importers = (
  files: readonly ReadFile[],
  names: readonly string[],
  { values = false } = {},
): [ReadFile, string][] =>
  files
    .filter(inServer)
    .flatMap((file) =>
      file.imports.flatMap(({ target, typeOnly }): [ReadFile, string][] =>
        target.kind === 'package' && names.includes(target.name) && !(values && typeOnly) ? [[file, target.name]] : [],
      ),
    )

/** Whether the file is a query file: `users.ts` in the room `users`, or another file with a plural name. */
const isQueryFile = (path: string): boolean => {
  const [floor, room, name = '', ...deeper] = segmentsOf(path)
  const word = name.replace(/\.ts$/, '')
  return floor === 'records' && deeper.length === 0 && (word === room || /[^s]s$/.test(word))
}

export const databaseBehindQueries: Rule = (files) => [
  ...importers(files, ['kysely'])
    .filter(([{ path }]) => !inside(path, 'storage') && !isQueryFile(path))
    .map(([{ path }]) => `${path} imports kysely outside storage and the query files of records`),
  ...importers(files, ['better-sqlite3', 'pg'])
    .filter(([{ path }]) => !inside(path, 'storage'))
    .map(([{ path }, name]) => `${path} imports the driver ${name} outside storage`),
]

/** Each table has its own file, with the table's name: `users.ts` declares `UserTable` and nothing else. */
export const oneFileATable: Rule = (files) =>
  files
    .filter((file) => inServer(file) && inside(file.path, 'storage/tables'))
    .filter(({ path, tokens }) => {
      const [row = '', ...others] = tokens.flatMap((token, at) =>
        ['interface', 'type'].includes(word(token)) ? [word(tokens[at + 1])] : [],
      )
      const singular = row
        .replace(/Table$/, '')
        .replace(/(?<!^)[A-Z]/g, '-$&')
        .toLowerCase()
      const names = ['', 's', 'es'].map((ending) => `${SERVER}storage/tables/${singular}${ending}.ts`)
      return others.length > 0 || !row.endsWith('Table') || !names.includes(path)
    })
    .map(({ path }) => `${path} does not declare the row type of its table alone`)

export const cryptographyInOnePlace: Rule = (files) => [
  ...importers(files, ['crypto', '@node-rs/argon2'])
    .filter(([{ path }]) => !inside(path, 'foundation/crypto'))
    .map(([{ path }, name]) => `${path} imports ${name} outside foundation/crypto`),
  ...using(files, (tokens, at) => globalNamed(tokens, at, 'crypto') || calls(tokens, at, 'Math', 'random'))
    .filter(({ path }) => !inside(path, 'foundation/crypto'))
    .map(({ path }) => `${path} uses randomness or cryptography of a global: use foundation/crypto`),
]

const NETWORK = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'nodemailer', 'smtp-server', 'undici', 'ws']
const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']

export const networkBehindOutbound: Rule = (files) => [
  ...importers(files, NETWORK, { values: true })
    .filter(([{ path }]) => !inside(path, 'outbound', 'app', 'storage/dialects'))
    .map(([{ path }, name]) => `${path} imports ${name} outside outbound`),
  ...using(files, (tokens, at) => NETWORK_GLOBALS.some((name) => globalNamed(tokens, at, name)))
    .filter(({ path }) => !inside(path, 'outbound', 'app'))
    .map(({ path }) => `${path} uses the network outside outbound`),
]

export const timeFromTheClock: Rule = (files) =>
  using(files, readsTime)
    .filter(({ path }) => !inside(path, 'foundation/clock.ts'))
    .map(({ path }) => `${path} reads time outside foundation/clock.ts`)

/** Only `records`, which interprets them, and the shapes of the API, which return them, read the raw settings of pools and clients. */
export const settingsBehindPolicies: Rule = (files) =>
  using(files, readsSettings)
    .filter(({ path }) => inside(path, 'outbound', 'flows', 'fronts', 'app'))
    .filter(({ path }) => !inside(path, 'fronts/aws-json/shapes'))
    .map(({ path }) => `${path} reads raw settings: use a function of records/*/policy.ts`)

/** Whether `pool.settings`, `pool['settings']` or a destructured `{ settings }` is at this position. */
function readsSettings(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.value !== 'settings') return false
  if (tokens[at]?.kind === 'text') return mark(tokens[at - 1]) === '[' && isAccessed(tokens, at - 1)
  const isSpread = mark(tokens[at - 2]) === '.'
  return word(tokens[at]) !== '' && ((mark(tokens[at - 1]) === '.' && !isSpread) || isDestructured(tokens, at))
}

/** Whether the bracket at `at` reads a member and does not begin a list. */
const isAccessed = (tokens: readonly Token[], at: number): boolean =>
  (word(tokens[at - 1]) !== '' && word(tokens[at - 1]) !== 'return') || [')', ']', '.'].includes(mark(tokens[at - 1]))

/** The tests of the catalogue check the texts of exceptions. They would not see an exception that is made elsewhere. */
export const exceptionsInOnePlace: Rule = (files) =>
  using(
    files,
    (tokens, at) => word(tokens[at]) === 'CognitoException' && ['new', 'extends'].includes(word(tokens[at - 1])),
  )
    .filter(({ path }) => !inside(path, 'foundation/exceptions'))
    .map(({ path }) => `${path} makes an exception outside foundation/exceptions`)

/** Messages are for people and for clients of the API. Our code compares reasons: see `hasReason`. */
export const messagesNotCompared: Rule = (files) =>
  using(files, comparesMessage).map(({ path }) => `${path} compares a message: compare the exception's reason`)

const MARKUP = 'packages/pages/src/markup/'
/** omniauth is a separate npm package, so it has its own escaper. */
const OTHER_ESCAPERS = ['packages/omniauth/']

/** One `html` tag escapes the values of every page and mail. */
export const oneHtmlEscaper: Rule = (files) =>
  files
    .filter(({ path }) => /^(?:packages|apps)\//.test(path) && !isTest(path))
    .filter(({ path }) => ![MARKUP, ...OTHER_ESCAPERS].some((place) => path.startsWith(place)))
    .filter(({ tokens }) => tokens.some(escapesHtml))
    .map(({ path }) => `${path} escapes HTML: use the html tag of @poolhouse/pages`)

/** Whether the token is a pattern with a set of markup characters that has `&` and `<`, or a string that is only an entity. */
const escapesHtml = ({ kind, value }: Token): boolean =>
  kind === 'pattern'
    ? (value.match(MARKUP_SET) ?? []).some((set) => set.includes('&') && set.includes('<'))
    : kind === 'text' && /^&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);$/i.test(value)

const MARKUP_SET = /\[(?:[&<>"'`]|\\.)+\]/g

/** Only the door of a package is an index file. */
export const onlyDoorsAreIndexes: Rule = (files) =>
  files
    .filter(({ path }) => /(?:^|\/)index\.\w+$/.test(path) && !/^(?:packages|apps)\/[^/]+\/src\/index\.ts$/.test(path))
    .map(({ path }) => `${path} is an index file but not the door of a package`)

const BANNED = /^(?:managers?|services?|helpers?|utils?|utilit(?:y|ies)|impls?|implementations?|base|commons?)$/
const COMPOSITION_ROOT = `${SERVER}app/services.ts`

export const namesSaySomething: Rule = (files) =>
  files
    .filter(({ path }) => path !== COMPOSITION_ROOT)
    .flatMap(({ path }) => {
      const words = path.split(/[/.-]/)
      const banned = words.find((word) => BANNED.test(word.toLowerCase()))
      const kebab = /(?:^|\/)[a-z0-9]+(?:[-.][a-z0-9]+)*\.[a-z]+$/.test(path)
      return [
        ...(banned === undefined ? [] : [`${path} is named ${banned}: use a specific name`]),
        ...(kebab ? [] : [`${path} is not in kebab case`]),
      ]
    })

const using = (files: readonly ReadFile[], test: (tokens: readonly Token[], at: number) => boolean): ReadFile[] =>
  files.filter(inServer).filter(({ tokens }) => tokens.some((_, at) => test(tokens, at)))

/** Whether the global `name` is at this position, and not a member of another object, a key, a parameter or a declared name. */
function globalNamed(tokens: readonly Token[], at: number, name: string): boolean {
  if (word(tokens[at]) !== name) return false
  if (mark(tokens[at - 1]) === '.') return ['globalThis', 'global', 'self', 'window'].includes(word(tokens[at - 2]))
  if (mark(tokens[at + 1]) === ':' || (mark(tokens[at + 1]) === '?' && mark(tokens[at + 2]) === ':')) return false
  return !['const', 'let', 'var', 'function', 'interface', 'type', 'class'].includes(word(tokens[at - 1]))
}

const calls = (tokens: readonly Token[], at: number, object: string, member: string): boolean =>
  word(tokens[at]) === object &&
  ((mark(tokens[at + 1]) === '.' && word(tokens[at + 2]) === member) ||
    (mark(tokens[at + 1]) === '[' && tokens[at + 2]?.value === member))

function readsTime(tokens: readonly Token[], at: number): boolean {
  if (calls(tokens, at, 'Date', 'now') || calls(tokens, at, 'performance', 'now')) return true
  if (calls(tokens, at, 'process', 'hrtime') || calls(tokens, at, 'Temporal', 'Now')) return true
  if (word(tokens[at]) !== 'Date' || mark(tokens[at - 1]) === '.') return false
  const called = mark(tokens[at + 1]) === '('
  // Date without new always returns the current time. With new it does so if it has no argument.
  if (word(tokens[at - 1]) !== 'new') return called || (mark(tokens[at - 1]) === '=' && mark(tokens[at + 1]) !== '.')
  return !called || mark(tokens[at + 2]) === ')'
}

/** The rules of the architecture. The key is the rule's name in the report. */
export const RULES: Readonly<Record<string, Rule>> = {
  'every import resolves': importsResolve,
  'floors import their own floor or lower': floorsInOrder,
  'no file cycles': noFileCycles,
  'no cycles between rooms of a floor': noRoomCycles,
  'fronts never import fronts': frontsApart,
  'operations never import operations': operationsApart,
  'fronts use only the public files of the sign-in': signInByItsDoors,
  'operations are in the folder of their subject': operationsBySubject,
  'packages import other packages by name and never the server': packagesApart,
  'the core of omniauth runs without Node': coreWithoutNode,
  'the strategies of omniauth do not import the phases': strategiesWithoutPhases,
  'only storage and query files use the database': databaseBehindQueries,
  'each table has its own file': oneFileATable,
  'only foundation/crypto uses cryptography and randomness': cryptographyInOnePlace,
  'only outbound uses the network': networkBehindOutbound,
  'only the clock reads time': timeFromTheClock,
  'only policies read settings': settingsBehindPolicies,
  'only foundation/exceptions makes exceptions': exceptionsInOnePlace,
  'no code compares messages': messagesNotCompared,
  'only packages/pages and omniauth escape HTML': oneHtmlEscaper,
  'the only index files are package doors': onlyDoorsAreIndexes,
  'file names are specific': namesSaySomething,
}
