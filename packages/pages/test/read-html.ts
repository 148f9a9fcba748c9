/** An opening tag, with its attributes as a browser reads them. */
export interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** The names of the tags around it. */
  readonly within: readonly string[]
}

const empty = new Set(['meta', 'link', 'input', 'rect', 'path'])
const token = /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*(\/?)>|[^<>]+/gy

/** Reads the strict HTML of the pages: balanced tags, quoted attributes. @throws at the first error */
export function readHtml(page: string): Tag[] {
  const tags: Tag[] = []
  const open: string[] = []
  let position = 0
  for (const [whole, slash, name, attributes = '', selfClosed] of page.matchAll(token)) {
    position += whole.length
    if (!name) continue
    if (slash) {
      const expected = open.pop()
      if (expected !== name) throw new Error(`</${name}> where </${expected}> was due`)
      continue
    }
    tags.push({ name, attributes: readAttributes(attributes), within: [...open] })
    if (!selfClosed && !empty.has(name)) open.push(name)
  }
  if (position !== page.length) throw new Error(`Not HTML: ${page.slice(position, position + 60)}`)
  if (open.length > 0) throw new Error(`Left open: ${open.join(' ')}`)
  return tags
}

function readAttributes(source: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', value = ''] of source.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
    if (Object.hasOwn(found, name)) throw new Error(`${name} twice in one tag`)
    found[name] = value
  }
  return found
}
