#!/usr/bin/env node
import { run } from './run.ts'

const { stdout, stderr, env, argv } = process

run(argv.slice(2), {
  env,
  colours: stdout.isTTY === true && !env['NO_COLOR'],
  print: (text) => void stdout.write(text),
  complain: (text) => void stderr.write(text),
}).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exitCode = 70
  },
)
