export interface Stage {
  name: string
  title: string
  needs: readonly ('postgres' | 'chromium' | 'aws-cli')[]
  vitest?: boolean
  parallel?: boolean
  after?: string
}
export const stages: readonly Stage[]
export const usage: string
export type Plan =
  | { help: true; problem?: never; stages?: never }
  | { problem: string; help?: never; stages?: never }
  | { stages: readonly Stage[]; filters: readonly string[]; help?: never; problem?: never }
export function planOf(args: readonly string[]): Plan
