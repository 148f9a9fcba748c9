/**
 * An address fit for `href`, `action` or `src`: on this site, or plain http(s). Anything else, such as `javascript:` behind
 * whatever a browser would strip, becomes a dead link.
 */
export function address(url: string): string {
  return /^(?:https?:\/\/|[/?#.])/i.test(url) ? url : '#'
}
