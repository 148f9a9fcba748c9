import type { QueryParameters } from '#flows/authorization/parameters'

/** The sign-in page of an authorization request, with the same query, on the same host. */
export function loginUrl(query: QueryParameters): string {
  const single = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return `/login?${new URLSearchParams(single)}`
}
