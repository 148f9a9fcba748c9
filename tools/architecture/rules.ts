import { isBuiltin } from 'node:module'
import { firstCycles } from './cycles.ts'
import { isDestructured } from './destructuring.ts'
import { comparesMessage } from './messages.ts'
import { operationsBySubject } from './operation-folders.ts'
import { mark, type Token, word } from './tokens.ts'
import { isTest, packageOf, type ReadFile } from './tree.ts'

/** A sentence that names the file and what it does against the rules of the house. */
export type Violation = string

export type Rule = (files: readonly ReadFile[]) => Violation[]

const SERVER = 'packages/server/src/'
const FLOORS = ['foundation', 'storage', 'records', 'outbound', 'flows', 'fronts', 'app']

const inServer = (file: ReadFile): boolean => file.path.startsWith(SERVER) && !isTest(file.path)
const inside = (path: string, ...folders: string[]): boolean =>
  folders.some((folder) => path.startsWith(`${SERVER}${folder}/`) || path === `${SERVER}${folder}`)
const segmentsOf = (path: string): string[] => path.slice(SERVER.length).split('/')
const floorOf = (path: string): string => segmentsOf(path)[0] ?? ''
/** The two first segments: a folder, or a file that stands on its floor by itself. */
const roomOf = (path: string): string => segmentsOf(path).slice(0, 2).join('/')
/** The door of the package stands above the floors: it shows what there is. */
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

/** Every import names a file of the tree or a package; otherwise the other rules would be judging a tree with holes. */
export const importsResolve: Rule = (files) =>
  files.flatMap((file) =>
    file.imports
      .filter(({ target, specifier }) => target.kind === 'unresolved' && (specifier !== undefined || inServer(file)))
      .filter(({ specifier }) => specifier !== undefined || !inside(file.path, 'outbound/triggers'))
      .map(({ specifier }) => `${file.path} imports ${specifier ?? 'a computed name'}, which can not be resolved`),
  )

export const floorsInOrder: Rule = (files) => [
  ...files
    .filter((file) => inServer(file) && !isDoor(file.path) && !FLOORS.includes(floorOf(file.path)))
    .map((file) => `${file.path} stands on no floor`),
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

/** A front begins a sign-in and answers its questions; what a step does is the machine's own business. Types may be named. */
export const signInByItsDoors: Rule = (files) =>
  files
    .filter((file) => inServer(file) && floorOf(file.path) === 'fronts')
    .flatMap((file) =>
      file.imports.flatMap(({ target, typeOnly }) =>
        target.kind === 'file' && target.path.startsWith(SIGN_IN) && !typeOnly && !SIGN_IN_DOORS.includes(target.path)
          ? [`${file.path} calls ${target.path}, which is inside the sign-in machine`]
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
        .map(({ specifier }) => `${file.path} reaches into another package by ${specifier}`),
    ),
]

const STRATEGIES_DOOR = `${OMNIAUTH}strategies/strategies.ts`
const CORE_DOORS = [`${OMNIAUTH}index.ts`, STRATEGIES_DOOR]

/** A law about a door that is not in the tree would always hold. */
const doorSeen = (door: string, files: readonly ReadFile[]): Violation[] =>
  files.some(({ path }) => path === door) ? [] : [`${door} is not in the tree, so this law can not be checked`]

/** Loaded at its first use, and then on Node alone: its library needs Node. */
const NODE_ONLY = `${OMNIAUTH}strategies/saml/`

/** What a door leads to: each file, and each package that one of these names, not even for a type. */
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

/** The core of omniauth and its strategies run on edges, too: nothing that these doors lead to names a module of Node. */
export const coreWithoutNode: Rule = (files) =>
  CORE_DOORS.flatMap((door) => [
    ...doorSeen(door, files),
    ...reachedFrom(door, files)
      .named.filter(([, specifier]) => isBuiltin(specifier))
      .map(([path, specifier]) => `${path} imports ${specifier}, and ${door} leads to it`),
  ])

const WITHOUT_PHASES = ['core', 'strategies'].map((room) => `${OMNIAUTH}${room}/`)

/** A host that keeps state and routing itself gets the strategies and nothing of the phases, cookies or accounts. */
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

/** `users.ts` in the room `users`, and others whose name is a plural. */
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
    .map(({ path }) => `${path} takes randomness or cryptography from a global`),
]

const NETWORK = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'nodemailer', 'smtp-server', 'undici', 'ws']
const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']

export const networkBehindOutbound: Rule = (files) => [
  ...importers(files, NETWORK, { values: true })
    .filter(([{ path }]) => !inside(path, 'outbound', 'app', 'storage/dialects'))
    .map(([{ path }, name]) => `${path} imports ${name} outside outbound`),
  ...using(files, (tokens, at) => NETWORK_GLOBALS.some((name) => globalNamed(tokens, at, name)))
    .filter(({ path }) => !inside(path, 'outbound', 'app'))
    .map(({ path }) => `${path} calls out over the network outside outbound`),
]

export const timeFromTheClock: Rule = (files) =>
  using(files, readsTime)
    .filter(({ path }) => !inside(path, 'foundation/clock.ts'))
    .map(({ path }) => `${path} reads time outside foundation/clock.ts`)

/** The raw settings of pools and clients are read in `records`, which says what they mean, and in the shapes of the API, which show them. */
export const settingsBehindPolicies: Rule = (files) =>
  using(files, readsSettings)
    .filter(({ path }) => inside(path, 'outbound', 'flows', 'fronts', 'app'))
    .filter(({ path }) => !inside(path, 'fronts/aws-json/shapes'))
    .map(({ path }) => `${path} reads raw settings: ask a predicate of records/*/policy.ts`)

/** `pool.settings`, `pool['settings']`, or `{ settings }` taken out of a pool. */
function readsSettings(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.value !== 'settings') return false
  if (tokens[at]?.kind === 'text') return mark(tokens[at - 1]) === '[' && isAccessed(tokens, at - 1)
  const isSpread = mark(tokens[at - 2]) === '.'
  return word(tokens[at]) !== '' && ((mark(tokens[at - 1]) === '.' && !isSpread) || isDestructured(tokens, at))
}

/** Whether the bracket at `at` reads a member and does not begin a list. */
const isAccessed = (tokens: readonly Token[], at: number): boolean =>
  (word(tokens[at - 1]) !== '' && word(tokens[at - 1]) !== 'return') || [')', ']', '.'].includes(mark(tokens[at - 1]))

/** An exception made elsewhere would have a text that no test of the catalogue holds. */
export const exceptionsInOnePlace: Rule = (files) =>
  using(
    files,
    (tokens, at) => word(tokens[at]) === 'CognitoException' && ['new', 'extends'].includes(word(tokens[at - 1])),
  )
    .filter(({ path }) => !inside(path, 'foundation/exceptions'))
    .map(({ path }) => `${path} makes an exception outside foundation/exceptions`)

/** Messages are for people and for clients of the API. Our code asks for the reason: see `hasReason`. */
export const messagesNotCompared: Rule = (files) =>
  using(files, comparesMessage).map(({ path }) => `${path} compares a message; an exception's reason says the same`)

const MARKUP = 'packages/pages/src/markup/'
/** omniauth is published alone, so it has its own. */
const OTHER_ESCAPERS = ['packages/omniauth/']

/** One `html` tag escapes the values of every page and mail. */
export const oneHtmlEscaper: Rule = (files) =>
  files
    .filter(({ path }) => /^(?:packages|apps)\//.test(path) && !isTest(path))
    .filter(({ path }) => ![MARKUP, ...OTHER_ESCAPERS].some((place) => path.startsWith(place)))
    .filter(({ tokens }) => tokens.some(escapesHtml))
    .map(({ path }) => `${path} escapes HTML: use the html tag of @poolhouse/pages`)

/** A pattern with a set of markup characters, `&` and `<` among them, or a text that is one entity and nothing else. */
const escapesHtml = ({ kind, value }: Token): boolean =>
  kind === 'pattern'
    ? (value.match(MARKUP_SET) ?? []).some((set) => set.includes('&') && set.includes('<'))
    : kind === 'text' && /^&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);$/i.test(value)

const MARKUP_SET = /\[(?:[&<>"'`]|\\.)+\]/g

/** No barrels. */
export const onlyDoorsAreIndexes: Rule = (files) =>
  files
    .filter(({ path }) => /(?:^|\/)index\.\w+$/.test(path) && !/^(?:packages|apps)\/[^/]+\/src\/index\.ts$/.test(path))
    .map(({ path }) => `${path} is an index file but no package door`)

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
        ...(banned === undefined ? [] : [`${path} is named ${banned}, which says nothing`]),
        ...(kebab ? [] : [`${path} is not in kebab case`]),
      ]
    })

const using = (files: readonly ReadFile[], test: (tokens: readonly Token[], at: number) => boolean): ReadFile[] =>
  files.filter(inServer).filter(({ tokens }) => tokens.some((_, at) => test(tokens, at)))

/** `name` itself or as a member of the global object; not another object's member, a key, a parameter or a declared name. */
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
  // Without new, Date answers the present whatever it is given; with new, when it is given nothing.
  if (word(tokens[at - 1]) !== 'new') return called || (mark(tokens[at - 1]) === '=' && mark(tokens[at + 1]) !== '.')
  return !called || mark(tokens[at + 2]) === ')'
}

/** The law of the house; the key is the rule's name in the report. */
export const RULES: Readonly<Record<string, Rule>> = {
  'every import resolves': importsResolve,
  'floors import their own floor or lower': floorsInOrder,
  'no file cycles': noFileCycles,
  'no cycles between rooms of a floor': noRoomCycles,
  'fronts never import fronts': frontsApart,
  'operations never import operations': operationsApart,
  'fronts enter the sign-in machine by its doors': signInByItsDoors,
  'operations have the folder of their subject': operationsBySubject,
  'packages keep apart': packagesApart,
  'the core of omniauth runs without Node': coreWithoutNode,
  'the strategies of omniauth come without the phases': strategiesWithoutPhases,
  'the database is reached through storage and query files': databaseBehindQueries,
  'each table has a file of its own': oneFileATable,
  'cryptography and randomness live in foundation/crypto': cryptographyInOnePlace,
  'only outbound calls out over the network': networkBehindOutbound,
  'only the clock reads time': timeFromTheClock,
  'settings are read through policies': settingsBehindPolicies,
  'exceptions are made in foundation/exceptions': exceptionsInOnePlace,
  'nobody compares messages': messagesNotCompared,
  'only packages/pages and omniauth escape HTML': oneHtmlEscaper,
  'the only index files are package doors': onlyDoorsAreIndexes,
  'names say something': namesSaySomething,
}
