/** One problem of a configuration. */
export interface ConfigurationProblem {
  readonly message: string
  /** The file with the problem, when the configuration comes from a file. */
  readonly file?: string
  readonly line?: number
}

/** An invalid configuration. The message has one line for each problem. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError'
  readonly problems: readonly ConfigurationProblem[]

  constructor(problems: readonly ConfigurationProblem[], options?: ErrorOptions) {
    super(problems.map(problemText).join('\n'), options)
    this.problems = problems
  }
}

export function problemText(problem: ConfigurationProblem): string {
  const place = [problem.file, problem.line].filter((part) => part !== undefined).join(':')
  return place === '' ? problem.message : `${place}: ${problem.message}`
}
