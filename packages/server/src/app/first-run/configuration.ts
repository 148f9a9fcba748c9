import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load-config.ts'
import type { FirstRunOptions } from './options.ts'
import { writePrivately } from './state.ts'

/** The ARN of the welcome mail's function in the pool's LambdaConfig. */
export const welcomeEmailArn = 'arn:aws:lambda:us-east-1:000000000000:function:welcome-email'

const welcomeEmailFile = fileURLToPath(new URL('../../../../../examples/welcome-email/index.mjs', import.meta.url))

const preface = `# The configuration that \`npm start\` runs Poolhouse with. Each run overwrites it, because the development mailbox gets
# another port each time. To change it, copy this file and run \`poolhouse serve --config\` with the copy.
`

/** Writes `<data>/poolhouse.yaml` and loads it, in the same way as an operator's file. */
export function writeConfiguration(options: FirstRunOptions, { smtpPort }: { smtpPort: number }): Config {
  const file = join(options.data, 'poolhouse.yaml')
  const content = stringify({
    mode: 'development',
    host: options.host,
    port: options.port,
    publicUrl: options.publicUrl,
    data: '.',
    email: { from: 'Poolhouse <no-reply@poolhouse.localhost>', smtp: { host: '127.0.0.1', port: smtpPort } },
    triggers: {
      functions: {
        [welcomeEmailArn]: {
          file: welcomeEmailFile,
          environment: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(smtpPort) },
        },
      },
    },
    log: { level: 'warn' },
  })
  writePrivately(file, preface + content)
  return loadConfig({ file, environment: {}, flags: {} })
}
