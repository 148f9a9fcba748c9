/**
 * The services that a flow names in its first parameter, so that a caller of one flow need not list them again.
 * @example handle: (services: Needs<typeof signUp>, input) => signUp(services, ...)
 */
export type Needs<Flow extends (services: never, ...rest: never[]) => unknown> = Parameters<Flow>[0]
