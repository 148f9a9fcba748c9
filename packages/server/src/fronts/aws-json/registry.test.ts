import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AnyOperation } from './operation.ts'
import { operations } from './registry.ts'

const here = import.meta.dirname
const folders = globSync('operations/*', { cwd: here })
  .map((path) => basename(path))
  .sort()

/** The exports of a module. */
const exportsOf = async (path: string): Promise<unknown[]> => Object.values(await import(`${here}/${path}`))

const namesOf = (listed: unknown): string[] => (listed as AnyOperation[]).map(({ name }) => name).sort()

const operationsOf = async (folder: string): Promise<string[]> =>
  namesOf((await Promise.all(globSync(`operations/${folder}/*.ts`, { cwd: here }).map(exportsOf))).flat())

describe('the registry', () => {
  it('has a list for each subject that has operations', () => {
    expect(folders.length).toBeGreaterThan(5)
    const lists = globSync('subjects/*.ts', { cwd: here }).map((path) => basename(path, '.ts'))
    expect(lists.sort()).toEqual(folders)
  })

  it.each(folders)('lists the operations of %s', async (folder) => {
    const [list] = await exportsOf(`subjects/${folder}.ts`)
    expect(namesOf(list)).toEqual(await operationsOf(folder))
  })

  it('joins all lists', async () => {
    const all = (await Promise.all(folders.map(operationsOf))).flat()
    expect(namesOf(operations)).toEqual(all.sort())
  })
})
