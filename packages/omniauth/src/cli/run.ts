import { loadConfiguration } from '#config/load-configuration'
import { ConfigurationError } from '#core/configuration-error'
import { askAws } from '../doctor/ask-aws.ts'
import { examine } from '../doctor/doctor.ts'
import type { Finding } from '../doctor/finding.ts'
import { networkProbe } from '../doctor/probe.ts'
import { type DoctorArguments, readArguments, UsageError } from './arguments.ts'
import { reportJson, reportText } from './report.ts'

/** The output of a command, and its environment. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly colours: boolean
  print(text: string): void
  complain(text: string): void
}

/** Runs a command line and returns the exit code. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const line = readArguments(words)
    if (line.command === 'doctor') return await doctor(line, terminal)
    terminal.print(line.text)
    return 0
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    terminal.complain(`${thrown.message}\n`)
    return 2
  }
}

async function doctor(line: DoctorArguments, terminal: Terminal): Promise<number> {
  const findings = await findingsOf(line, terminal)
  terminal.print(line.json ? reportJson(findings) : reportText(findings, terminal))
  return findings.some(({ level }) => level === 'problem') ? 1 : 0
}

async function findingsOf(
  { file, environment, url, pathPrefix, aws }: DoctorArguments,
  { env }: Terminal,
): Promise<Finding[]> {
  try {
    const source = file === undefined ? { env } : { file, ...(environment !== undefined && { environment }) }
    const configuration = await loadConfiguration(source)
    const services = { probe: networkProbe(), clock: Date.now, ...(aws && { askAws: await askAws(aws) }) }
    return await examine(services, { configuration, application: { url, pathPrefix } })
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown
    return thrown.problems.map((problem): Finding => ({ level: 'problem', check: 'file', ...problem }))
  }
}
