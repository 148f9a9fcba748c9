import { describe, expect, it } from 'vitest'
import { planOf, stages } from './stages.mjs'

const names = (args: readonly string[]) => planOf(args).stages?.map((stage) => stage.name)

describe('the plan of npm test', () => {
  it('contains every stage if there are no options', () => {
    expect(names([])).toEqual(stages.map((stage) => stage.name))
  })

  it('contains the named stages in the usual order', () => {
    expect(names(['--only=server:sqlite,unit'])).toEqual(['unit', 'server:sqlite'])
  })

  it('contains the build before a stage that checks compiled code', () => {
    expect(names(['--only=node20'])).toEqual(['build', 'node20'])
  })

  it('contains only stages with test files if there is a filter', () => {
    const plan = planOf(['sign-in'])
    expect(plan.stages?.every((stage) => stage.vitest)).toBe(true)
    expect(plan).toHaveProperty('filters', ['sign-in'])
  })

  it.each([[['--only=none']], [['--only=']], [['--fast']], [['--only=types', 'sign-in']]])(
    'is refused for %j',
    (args) => {
      expect(planOf(args).problem).toBeTypeOf('string')
    },
  )
})
