import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

const known = ['port', 'host', 'publicUrl', 'database']

describe('nearest', () => {
  it.each([
    ['prot', 'port'],
    ['pory', 'port'],
    ['hosts', 'host'],
    ['publicURL', 'publicUrl'],
    ['databse', 'database'],
    ['dtaabsae', 'database'],
  ])('finds the word that %s is a misspelling of', (word, found) => {
    expect(nearest(word, known)).toBe(found)
  })

  it.each(['', 'x', 'region', 'pst'])('finds no word for %j', (word) => {
    expect(nearest(word, known)).toBeUndefined()
  })

  it('prefers the closest word', () => {
    expect(nearest('ports', ['posts', 'port', 'sorts'])).toBe('posts')
    expect(nearest('poort', ['boat', 'port'])).toBe('port')
  })

  it('finds nothing without known words', () => {
    expect(nearest('port', [])).toBeUndefined()
  })
})

describe('didYouMean', () => {
  it('is a question with the prefix, or empty', () => {
    expect(didYouMean('prot', known, '--')).toBe(' Did you mean --port?')
    expect(didYouMean('something', known)).toBe('')
  })
})
