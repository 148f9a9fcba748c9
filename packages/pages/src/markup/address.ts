/**
 * An address for `href`, `action` or `src`: on this site, or http(s). Any other becomes a dead link, such as `javascript:`,
 * also after characters that a browser strips.
 */
export function address(url: string): string {
  return /^(?:https?:\/\/|[/?#.])/i.test(url) ? url : '#'
}
