/** One thing that is wrong with a configuration. */
export interface ConfigurationProblem {
  readonly message: string
  /** Where it stands in a file, when it came from one. */
  readonly file?: string
  readonly line?: number
}

/** A configuration that cannot be used; every problem that was found, one a line of the message. */
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
