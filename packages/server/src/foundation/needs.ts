type Flow = (services: never, ...rest: never[]) => unknown

/**
 * The services in the first parameter of a flow. A caller of the flow uses this type instead of listing them again.
 * @example handle: (services: Needs<typeof signUp>, input) => signUp(services, ...)
 */
export type Needs<One extends Flow> = Parameters<One>[0]

/** The services that all flows of a union need together. */
export type NeedsOfAll<Union extends Flow> = Intersection<Union extends Flow ? Needs<Union> : never>

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (
  member: infer Whole,
) => void
  ? Whole
  : never
