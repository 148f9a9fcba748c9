const key = /^( *)(\w+): \w/
const constant = /^(?:export )?const (\w+) = /

/**
 * Returns the doc comments before the keys of nested object literals, by the names of constant and keys:
 * `configSchema.email.from`. It needs formatted code, with one key a line and indented inner keys.
 */
export function docComments(source: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let owner = ''
  let above: { indent: number; name: string }[] = []
  let comment: string[] = []
  let inside = false
  for (const line of source.split('\n')) {
    const begins = /^\s*\/\*\*/.test(line)
    if (begins) comment = []
    if (begins || inside) {
      comment.push(line.replace(/^\s*(?:\/\*\*|\*(?!\/))?\s?/, '').replace(/\s*\*\/\s*$/, ''))
      inside = !line.includes('*/')
      continue
    }
    const [, named] = constant.exec(line) ?? []
    if (named !== undefined) {
      owner = named
      above = []
    }
    const [, space = '', name] = key.exec(line) ?? []
    if (name !== undefined && owner !== '') {
      above = [...above.filter(({ indent }) => indent < space.length), { indent: space.length, name }]
      const path = [owner, ...above.map((outer) => outer.name)].join('.')
      const text = comment.join(' ').trim()
      if (text) found.set(path, text)
    }
    comment = []
  }
  return found
}
