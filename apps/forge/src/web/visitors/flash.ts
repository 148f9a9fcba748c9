import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Notice } from '#pages/frame/layout'

/** A message for the next page, after a redirect. */
export interface Flash extends Notice {
  /** The username in the form, so that the page can show it again. */
  login?: string
}

/** A provider can send a long text. It is cut, so that the cookie stays small. */
const longest = 600

/** A message as the value of a cookie. It is signed for one session, so that other sites cannot make Forge show a text. */
export function sealFlash(key: Buffer, sessionId: string, flash: Flash): string {
  const cut = { ...flash, text: shorten(flash.text), ...(flash.login && { login: flash.login.slice(0, 254) }) }
  const payload = Buffer.from(JSON.stringify(cut)).toString('base64url')
  return `${payload}.${sign(key, sessionId, payload).toString('base64url')}`
}

export function openFlash(key: Buffer, sessionId: string, value: string | undefined): Flash | undefined {
  const [payload, signature, ...rest] = value?.split('.') ?? []
  if (payload === undefined || signature === undefined || rest.length > 0) return undefined
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(key, sessionId, payload)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Flash
}

const sign = (key: Buffer, sessionId: string, payload: string) =>
  createHmac('sha256', key).update(`${sessionId}.${payload}`).digest()

const shorten = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text)
