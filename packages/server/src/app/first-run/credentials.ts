import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writePrivately } from './state.ts'

/** The AWS shared-credentials profile that first-run.json names. */
export const profile = 'poolhouse'

export const credentialsFile = (data: string): string => join(data, 'credentials')

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
export function writeCredentials(data: string, { id, secret }: { id: string; secret: string }): void {
  writePrivately(credentialsFile(data), `[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`)
}

/** The access key that an earlier run wrote; undefined if there is none. */
export function readCredentials(data: string): { id: string; secret: string } | undefined {
  const file = credentialsFile(data)
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  const id = /^aws_access_key_id\s*=\s*(\S+)/m.exec(text)?.[1]
  const secret = /^aws_secret_access_key\s*=\s*(\S+)/m.exec(text)?.[1]
  return id && secret ? { id, secret } : undefined
}
