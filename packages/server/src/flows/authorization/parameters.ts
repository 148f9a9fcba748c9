/** A decoded query or form. A repeated name has several values. */
export type QueryParameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** The parameters of one request, each with one value. */
export interface Parameters {
  /** Undefined when the parameter is missing or empty. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1 */
  get(name: string): string | undefined
  /** The names that are repeated. None of their values can be trusted. */
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
