import { contentHash } from './content-hash.ts'

/** A file that the pages refer to. The server serves it at `path`, which changes with the content. */
export interface Asset {
  readonly path: string
  readonly contentType: string
  readonly content: string
}

export function asset(file: { name: string; extension: string; contentType: string; content: string }): Asset {
  return {
    path: `/assets/${file.name}-${contentHash(file.content)}.${file.extension}`,
    contentType: file.contentType,
    content: file.content,
  }
}
