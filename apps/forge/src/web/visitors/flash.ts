import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Notice } from '#pages/frame/layout'

/** What the next page is to say, after a redirect. */
export interface Flash extends Notice {
  /** What was typed as the username, to be shown again. */
  login?: string
}

/** Texts of providers come through here: long ones are cut, so that the cookie stays small. */
const longest = 600

/** A flash as a cookie's value, signed for one session, so that nobody else can make Forge say something. */
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
