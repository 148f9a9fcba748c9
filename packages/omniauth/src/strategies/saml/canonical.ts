import type { XmlElement, XmlSource } from './xml.ts'

export interface CanonicalOptions {
  /** Prefixes whose namespaces are written down though nothing in sight uses them; '' is the default one. */
  readonly inclusive?: readonly string[]
  /** A child that is left out: the signature that stands inside what it signs. */
  readonly without?: XmlElement
}

/**
 * An element in exclusive canonical form, in a time that goes with its size.
 * @see https://www.w3.org/TR/xml-exc-c14n/#sec-Specification
 */
export function canonical(element: XmlElement, { inclusive = [], without }: CanonicalOptions = {}): string {
  return written(element, { rendered: new Map(), inclusive, without })
}

interface Scene {
  /** Namespaces that the elements around have written down, by prefix. */
  readonly rendered: ReadonlyMap<string, string>
  readonly inclusive: readonly string[]
  readonly without: XmlElement | undefined
}

function written({ source }: XmlElement, scene: Scene): string {
  const { tag, content } = source
  const declared = declarations(source, scene)
  const rendered = declared.length === 0 ? scene.rendered : new Map([...scene.rendered, ...declared])
  const spaces = declared.map(
    ([prefix, namespace]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${inAttribute(namespace)}"`,
  )
  const attributes = ownAttributes(source).map(([name, value]) => ` ${name}="${inAttribute(value)}"`)
  const inside = content
    .filter((part) => part !== scene.without)
    .map((part) => (typeof part === 'string' ? inText(part) : written(part, { ...scene, rendered })))
  return `<${tag}${spaces.join('')}${attributes.join('')}>${inside.join('')}</${tag}>`
}

/** The namespaces to write down: those in sight, and the inclusive ones, that the elements around have not. */
function declarations(source: XmlSource, { rendered, inclusive }: Scene): [string, string][] {
  const { tag, prefixes } = source
  const inSight = [
    prefixOf(tag),
    ...ownAttributes(source)
      .map(([name]) => prefixOf(name))
      .filter((prefix) => prefix !== ''),
  ]
  const needed = new Set([...inSight, ...inclusive.filter((prefix) => prefixes.has(prefix))])
  return [...needed]
    .filter((prefix) => prefix !== 'xml')
    .map((prefix): [string, string] => [prefix, prefixes.get(prefix) ?? ''])
    .filter(([prefix, namespace]) => (rendered.get(prefix) ?? '') !== namespace)
    .sort(([a], [b]) => compare(a, b))
}

/** By namespace, then by name; those without a namespace first. */
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
