import { resolve } from 'node:path'
import { z } from 'zod'
import { defaultIssuer } from '#records/user-pools/issuer'
import { faultsOf } from './faults.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const origin = z
  .string()
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => isOrigin(text), 'must be an origin such as https://sign-in.example.com, without a path')

/** A function for the triggers of pools. LambdaConfig names it by its ARN. */
const triggerFunction = z.strictObject({
  /** The handler module. The path is relative to the configuration file. */
  file: z.string(),
  /** The complete process.env of the handler. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Milliseconds until an invocation times out. Cognito's limit is 5 s. */
  timeout: z.number().int().positive().max(60_000).default(5_000),
})

/** The complete poolhouse.yaml. Unknown keys are refused, so that the operator notices a misspelt one. */
export const configSchema = z.strictObject({
  /** `production` refuses settings that are only safe for development. */
  mode: z.enum(['production', 'development']).default('production'),
  /** The address to listen on. */
  host: z.string().default('127.0.0.1'),
  /** The port to listen on. */
  port: port.default(9229),
  /** The URL at which browsers and app clients reach the server. All links, and by default the issuer, begin with it. */
  publicUrl: origin.optional(),
  /** Addresses or networks (10.0.0.0/8) of the proxies in front of the server. X-Forwarded-For is used only from these. */
  trustedProxies: z.array(z.string()).default([]),
  /** The data folder, for the default database and key file, and for the files of the first run. */
  data: z.string().default('./data'),
  /** `postgres://...`, or the path of an SQLite file. Default: `<data>/poolhouse.sqlite`. */
  database: z.string().optional(),
  /** The first part of every user pool id, and the region in signatures of requests. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must look like us-east-1')
    .default('us-east-1'),
  /** The account id in every ARN. */
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .default('000000000000'),
  /** The template of the `iss` claim, with {publicUrl}, {region} and {userPoolId}. */
  issuer: z
    .string()
    .refine((text) => text.includes('{userPoolId}'), 'must contain {userPoolId}')
    .default(defaultIssuer),
  /** The suffix of the hosts of domain prefixes. Your DNS must resolve these hosts. */
  domainSuffix: z.string().optional(),
  masterKey: z
    .strictObject({
      /** The key file: mode 0600, 32 bytes in base64. Default: `<data>/master.key`. */
      file: z.string().optional(),
      /** Files of older keys. They still open what they sealed. */
      olderFiles: z.array(z.string()).default([]),
      /** Allows the key file in the data folder in production. */
      allowBesideData: z.boolean().default(false),
    })
    .prefault({}),
  email: z
    .strictObject({
      /** The sender of every message. */
      from: z.string().default('no-reply@localhost'),
      smtp: z
        .strictObject({
          /** The name or address of the SMTP server. */
          host: z.string(),
          /** The port of the SMTP server. */
          port: port.default(587),
          /** Use TLS from the first byte (port 465). Otherwise STARTTLS, if the SMTP server offers it. */
          secure: z.boolean().default(false),
          /** Refuse to send without TLS. */
          requireTls: z.boolean().default(false),
          /** The user name for the SMTP server. */
          user: z.string().optional(),
          /** The password for the SMTP server. Prefer the environment variable. */
          password: z.string().optional(),
        })
        .optional(),
    })
    .prefault({}),
  triggers: z
    .strictObject({
      /** The functions by their ARNs, as in LambdaConfig. */
      functions: z.record(z.string().startsWith('arn:', 'must begin with arn:'), triggerFunction).default({}),
    })
    .prefault({}),
  log: z
    .strictObject({
      /** The lowest level that is logged. */
      level: z.enum(['info', 'warn', 'error']).default('info'),
    })
    .prefault({}),
})

/** The configuration with all defaults filled in. */
export type Config = z.output<typeof configSchema> & {
  readonly publicUrl: string
  readonly database: string
  readonly masterKeyFile: string
}

/** An error that only the operator can correct. The message says how. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Validates the merged settings and fills in the defaults. @throws ConfigError that names each wrong setting. */
export function resolveConfig(settings: unknown, { source }: { source: string }): Config {
  const parsed = configSchema.safeParse(settings)
  if (!parsed.success) {
    const faults = faultsOf(configSchema, settings, parsed.error.issues)
    throw new ConfigError(
      `The configuration (${source}) is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
  }
  const config = parsed.data
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`
  if (config.mode === 'production' && !isHttps(publicUrl) && !isLoopback(publicUrl)) {
    throw new ConfigError(
      `publicUrl is ${publicUrl}, but in production it must be https. Use a proxy with TLS, and set publicUrl or POOLHOUSE_PUBLIC_URL to its URL.`,
    )
  }
  const data = resolve(config.data)
  return {
    ...config,
    data,
    publicUrl,
    database: config.database ?? resolve(data, 'poolhouse.sqlite'),
    masterKeyFile: resolve(config.masterKey.file ?? resolve(data, 'master.key')),
  }
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}

const isHttps = (url: string): boolean => new URL(url).protocol === 'https:'

/** Whether a URL is on localhost or a loopback address. There, plain http does not leave the machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname)
}
