import { invalidTicket } from '#core/failure'

/** An element of a SAML message. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  readonly namespace: string
  /** By name. The name of an attribute with a prefix is `{namespace}name`. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The element's own text, without that of its children. */
  readonly text: string
  readonly source: XmlSource
}

/** An element as it is written, for its canonical form. */
export interface XmlSource {
  /** With its prefix. */
  readonly tag: string
  /** The names as they are written, including declarations of namespaces. */
  readonly attributes: readonly (readonly [name: string, value: string])[]
  /** The namespaces in scope, by prefix. '' is the default namespace. */
  readonly prefixes: ReadonlyMap<string, string>
  /** Texts and children, in order. */
  readonly content: readonly (string | XmlElement)[]
}

const deepest = 64
const mostPrefixes = 64
/** The library needs half a millisecond for each signed element, and more for each of its attributes. */
const mostElements = 2000
const mostAttributes = 32
const xmlNs = 'http://www.w3.org/XML/1998/namespace'
const xmlnsNs = 'http://www.w3.org/2000/xmlns/'

const declaration = /^<\?xml[ \t\n][^<>?]*\?>/
const unprintable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u
const openTag = /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)/y
const attribute = /[ \t\n]+([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)[ \t\n]*=[ \t\n]*(?:"([^<"]*)"|'([^<']*)')/y
const openTagEnd = /[ \t\n]*(\/?)>/y
const closeTag = /<\/([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)[ \t\n]*>/y
const textRun = /[^<]+/y

interface Frame {
  readonly element: {
    name: string
    namespace: string
    attributes: Map<string, string>
    children: XmlElement[]
    text: string
    source: XmlSource
  }
  readonly content: (string | XmlElement)[]
}

/**
 * Reads only the XML that SAML messages need: elements, attributes, text, and the five entities of XML. Comments,
 * CDATA, processing instructions, document types and entities are refused: parsers read them differently, and most
 * attacks on SAML use such differences. Throws `invalid_ticket`.
 * @see https://www.w3.org/TR/xml/
 */
export function parseXml(source: string): XmlElement {
  const xml = source.replace(/\r\n?/g, '\n').replace(declaration, '')
  if (/<[!?]/.test(xml)) throw refused('has a comment, CDATA, a processing instruction or a document type')
  if (unprintable.test(xml)) throw refused('has characters that XML does not allow')
  const body = xml.trim()
  const open: Frame[] = []
  let at = 0
  let elements = 0
  const next = (pattern: RegExp) => {
    pattern.lastIndex = at
    const match = pattern.exec(body)
    if (match !== null) at = pattern.lastIndex
    return match
  }
  while (at < body.length) {
    const parent = open.at(-1)
    const closed = next(closeTag)
    if (closed !== null) {
      if (parent === undefined || parent.element.source.tag !== closed[1]) throw refused('is not well formed')
      open.pop()
      if (open.length > 0) continue
      if (at < body.length) throw refused('has content after its end')
      return parent.element
    }
    const text = parent === undefined ? null : next(textRun)
    if (parent !== undefined && text !== null) {
      const written = decode(text[0])
      parent.element.text += written
      parent.content.push(written)
      continue
    }
    const tag = next(openTag)?.[1]
    if (tag === undefined) throw refused('is not well formed')
    elements += 1
    if (elements > mostElements || open.length >= deepest) throw refused('has too many elements')
    const given: [string, string][] = []
    for (let found = next(attribute); found !== null; found = next(attribute))
      given.push([found[1] ?? '', decode((found[2] ?? found[3] ?? '').replace(/[\t\n]/g, ' '))])
    const end = next(openTagEnd)
    if (end === null) throw refused('is not well formed')
    if (given.length > mostAttributes) throw refused('has too many attributes')
    const frame = frameOf(tag, given, parent?.element.source.prefixes ?? new Map([['xml', xmlNs]]))
    parent?.element.children.push(frame.element)
    parent?.content.push(frame.element)
    if (end[1] === '') open.push(frame)
    else if (parent === undefined) {
      if (at < body.length) throw refused('has content after its end')
      return frame.element
    }
  }
  throw refused('is not well formed')
}

function frameOf(tag: string, given: readonly [string, string][], outer: ReadonlyMap<string, string>): Frame {
  const declared = given.flatMap(([name, value]): [string, string][] => {
    if (name === 'xmlns') return [['', value]]
    return name.startsWith('xmlns:') ? [[name.slice(6), value]] : []
  })
  for (const [prefix, namespace] of declared) {
    const isReserved = prefix === 'xml' || prefix === 'xmlns' || namespace === xmlNs || namespace === xmlnsNs
    if (isReserved || (prefix !== '' && namespace === '')) throw refused('declares a reserved or an empty namespace')
  }
  const prefixes = declared.length === 0 ? outer : new Map([...outer, ...declared])
  if (prefixes.size > mostPrefixes) throw refused('has too many namespaces')
  const [name, namespace] = resolve(tag, prefixes, prefixes.get('') ?? '')
  const attributes = new Map<string, string>()
  const seen = new Set<string>()
  for (const [written, value] of given) {
    if (seen.has(written)) throw refused('has the same attribute twice')
    seen.add(written)
    if (written === 'xmlns' || written.startsWith('xmlns:')) continue
    const [local, space] = resolve(written, prefixes, '')
    const key = space === '' ? local : `{${space}}${local}`
    if (attributes.has(key)) throw refused('has the same attribute twice')
    attributes.set(key, value)
  }
  const content: Frame['content'] = []
  const source = { tag, attributes: given, prefixes, content }
  return { content, element: { name, namespace, attributes, children: [], text: '', source } }
}

function resolve(written: string, prefixes: ReadonlyMap<string, string>, otherwise: string): [string, string] {
  const [prefix = '', local] = written.split(':')
  if (local === undefined) return [written, otherwise]
  const namespace = prefixes.get(prefix)
  if (namespace === undefined) throw refused('uses a prefix that it does not declare')
  return [local, namespace]
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&([^;&]{0,10};?)/g, (_, written: string) => {
    const [, hex, decimal, name] = /^(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));$/.exec(written) ?? []
    if (name !== undefined) return named[name] ?? ''
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0'
    if (unprintable.test(character)) throw refused('refers to an unknown entity or character')
    return character
  })
}

function refused(why: string): Error {
  return invalidTicket(`The SAML message ${why}`)
}

/** The element and all its descendants. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of element.children) yield* everyElement(child)
}

export function childrenNamed(element: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.namespace === namespace && child.name === name)
}

/** The only child of this name, or undefined. Several are refused. */
export function onlyChild(element: XmlElement, namespace: string, name: string): XmlElement | undefined {
  const found = childrenNamed(element, namespace, name)
  if (found.length > 1) throw refused(`has ${name} more than once`)
  return found[0]
}

/** The trimmed text of an element without children. Children are refused. */
export function textOf(element: XmlElement): string {
  if (element.children.length > 0) throw refused(`has elements inside ${element.name}, which must be a text`)
  return element.text.trim()
}

/** Escapes a text for XML, in an attribute or between tags. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)
}
