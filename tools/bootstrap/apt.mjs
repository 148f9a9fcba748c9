import { isRoot, npmCommand, onPath, root, run, SetupFailure, say } from './processes.mjs'

/** Whether this process may install packages of Debian or Ubuntu. It must already be root, because it never asks for more rights. */
export const hasAptGet = () => isRoot && onPath('apt-get').length > 0

/** Installs a package of the distribution without asking the user. */
export async function aptInstall(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = { quiet: true, env, limitMs: 10 * 60_000 }
  const updated = await run('apt-get', ['update', '-q'], quiet)
  const done = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], quiet)
  if (done.ok) return say(`${name} installed with apt-get.`)
  throw new SetupFailure(
    `${updated.ok ? '' : updated.text}${done.text}\napt-get install ${name} failed. The output is above.`,
  )
}

/** Installs an exact version of an npm package into a cache folder, separate from the repository's dependencies. */
export async function npmInstallAside(folder, specification) {
  const npm = npmCommand()
  const flags = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]
  const quiet = ['--workspaces=false', '--loglevel=error']
  const done = await run(npm.command, [...npm.args, ...flags, ...quiet, specification], {
    quiet: true,
    cwd: folder.startsWith(root) ? folder : root,
    shell: npm.shell ?? false,
  })
  if (!done.ok) throw new SetupFailure(`${done.text}\nnpm could not install ${specification}. The output is above.`)
  say(`${specification} installed with npm.`)
}
