import type { XmlElement, XmlSource } from './xml.ts'

export interface CanonicalOptions {
  /** Prefixes whose namespaces are always declared, even if they are not visibly used. '' is the default namespace. */
  readonly inclusive?: readonly string[]
  /** A child to leave out: the signature inside the element that it signs. */
  readonly without?: XmlElement
}

/**
 * An element in exclusive canonical form. The time is proportional to its size.
 * @see https://www.w3.org/TR/xml-exc-c14n/#sec-Specification
 */
export function canonical(element: XmlElement, { inclusive = [], without }: CanonicalOptions = {}): string {
  return written(element, { rendered: new Map(), inclusive, without })
}

interface Context {
  /** Namespaces that the ancestors declare, by prefix. */
  readonly rendered: ReadonlyMap<string, string>
  readonly inclusive: readonly string[]
  readonly without: XmlElement | undefined
}

function written({ source }: XmlElement, context: Context): string {
  const { tag, content } = source
  const declared = declarations(source, context)
  const rendered = declared.length === 0 ? context.rendered : new Map([...context.rendered, ...declared])
  const spaces = declared.map(
    ([prefix, namespace]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${inAttribute(namespace)}"`,
  )
  const attributes = ownAttributes(source).map(([name, value]) => ` ${name}="${inAttribute(value)}"`)
  const inside = content
    .filter((part) => part !== context.without)
    .map((part) => (typeof part === 'string' ? inText(part) : written(part, { ...context, rendered })))
  return `<${tag}${spaces.join('')}${attributes.join('')}>${inside.join('')}</${tag}>`
}

/** The namespaces to declare: the visibly used and the inclusive ones, unless an ancestor declares them. */
function declarations(source: XmlSource, { rendered, inclusive }: Context): [string, string][] {
  const { tag, prefixes } = source
  const used = [
    prefixOf(tag),
    ...ownAttributes(source)
      .map(([name]) => prefixOf(name))
      .filter((prefix) => prefix !== ''),
  ]
  const needed = new Set([...used, ...inclusive.filter((prefix) => prefixes.has(prefix))])
  return [...needed]
    .filter((prefix) => prefix !== 'xml')
    .map((prefix): [string, string] => [prefix, prefixes.get(prefix) ?? ''])
    .filter(([prefix, namespace]) => (rendered.get(prefix) ?? '') !== namespace)
    .sort(([a], [b]) => compare(a, b))
}

/** Sorted by namespace, then by name. Attributes without a namespace come first. */
function ownAttributes({ attributes, prefixes }: XmlSource): (readonly [string, string])[] {
  const spaceOf = (name: string) => (prefixOf(name) === '' ? '' : (prefixes.get(prefixOf(name)) ?? ''))
  const localOf = (name: string) => name.slice(name.indexOf(':') + 1)
  return attributes
    .filter(([name]) => name !== 'xmlns' && prefixOf(name) !== 'xmlns')
    .sort(([a], [b]) => compare(spaceOf(a), spaceOf(b)) || compare(localOf(a), localOf(b)))
}

function prefixOf(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? '' : name.slice(0, colon)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

function inAttribute(text: string): string {
  return text.replace(/[&<"\t\n\r]/g, (character) => escapes[character] ?? '')
}

function inText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => escapes[character] ?? '')
}
