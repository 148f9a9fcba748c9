import { aptInstall, hasAptGet } from './apt.mjs'
import { ask, onPath, SetupFailure, say } from './processes.mjs'

/** Finds the AWS CLI that runs the commands of docs/guide. If there is none and this process is root, installs it with apt-get. */
export async function findAwsCli({ path = process.env.PATH ?? '', install = fromDistribution } = {}) {
  const here = onPath('aws', path).find(works)
  if (here !== undefined) return chosen(here)
  const refusal = await install().then(
    () => '',
    (error) => {
      if (error.name !== 'SetupFailure') throw error
      return `${error.message}\n`
    },
  )
  const installed = onPath('aws', path).find(works)
  if (installed !== undefined) return chosen(installed)
  throw new SetupFailure(`${refusal}The AWS CLI was not found and could not be installed. Run: ${installCommand()}`)
}

async function fromDistribution() {
  if (hasAptGet()) await aptInstall('awscli')
}

function installCommand() {
  if (process.platform === 'darwin') return 'brew install awscli'
  return onPath('apt-get').length > 0
    ? 'apt-get install awscli (as root; if the package does not exist: pipx install awscli)'
    : 'pipx install awscli'
}

/** Checks the printed version, because a version manager may leave a stub that does nothing. */
function works(file) {
  const answer = ask(file, ['--version'])
  return answer.ok && /^aws-cli\/[12]\./.test(answer.out)
}

function chosen(file) {
  say(`AWS CLI: ${file}.`)
  return file
}
