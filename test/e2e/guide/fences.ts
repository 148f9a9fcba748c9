/** A fenced block of a Markdown page. */
export interface Fence {
  readonly language: string
  readonly text: string
  /** Its first line, from 1. */
  readonly line: number
}

/** The fenced blocks of a page, first to last. @throws if one does not end. */
export function fencesOf(markdown: string): Fence[] {
  const found: Fence[] = []
  let open: { language: string; line: number; lines: string[] } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const language = /^```(\w*)$/.exec(line)?.[1]
    if (language === undefined) open?.lines.push(line)
    else if (open === undefined) open = { language, line: index + 1, lines: [] }
    else {
      found.push({ language: open.language, line: open.line, text: open.lines.join('\n') })
      open = undefined
    }
  }
  if (open) throw new Error(`The block that begins on line ${open.line} has no end.`)
  return found
}
