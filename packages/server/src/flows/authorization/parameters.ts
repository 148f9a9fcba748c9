/** A query or a form as it was decoded: a name that came several times has several values. */
export type QueryParameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** The parameters of one request, each with one value. */
export interface Parameters {
  /** Undefined when absent, and when sent without a value. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1 */
  get(name: string): string | undefined
  /** The names that came more than once, and so have no value that could be trusted. */
  readonly repeated: ReadonlySet<string>
}

export function parametersOf(query: QueryParameters): Parameters {
  const values = new Map<string, string>()
  const repeated = new Set<string>()
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string') values.set(name, value)
    else if (value !== undefined) repeated.add(name)
  }
  return { get: (name) => values.get(name) || undefined, repeated }
}
