import { describe, expect, it } from 'vitest'
import { planOf, stages } from './stages.mjs'

const names = (args: readonly string[]) => planOf(args).stages?.map((stage) => stage.name)

describe('what npm test is asked for', () => {
  it('runs every stage without flags', () => {
    expect(names([])).toEqual(stages.map((stage) => stage.name))
  })

  it('takes stages by name, in their own order', () => {
    expect(names(['--only=server:sqlite,unit'])).toEqual(['unit', 'server:sqlite'])
  })

  it('compiles before it looks at what was compiled', () => {
    expect(names(['--only=node20'])).toEqual(['build', 'node20'])
  })

  it('filters test files, which the other stages do not have', () => {
    const plan = planOf(['sign-in'])
    expect(plan.stages?.every((stage) => stage.vitest)).toBe(true)
    expect(plan).toHaveProperty('filters', ['sign-in'])
  })

  it.each([[['--only=none']], [['--only=']], [['--fast']], [['--only=types', 'sign-in']]])('refuses %j', (args) => {
    expect(planOf(args).problem).toBeTypeOf('string')
  })
})
