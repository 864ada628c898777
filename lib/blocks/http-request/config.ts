import { z } from 'zod'
import { jsonSchema } from '#lib/engine/json.ts'

const STATUSES = /^\s*([1-5]\d\d|[1-5]xx)(\s*,\s*([1-5]\d\d|[1-5]xx))*\s*$/

const authSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }).meta({ label: 'No sign-in' }),
  z
    .strictObject({ type: z.literal('bearer'), token: z.string().min(1).meta({ label: 'Token' }) })
    .meta({ label: 'Bearer token' }),
  z
    .strictObject({
      type: z.literal('basic'),
      username: z.string().meta({ label: 'User name' }),
      password: z.string().meta({ label: 'Password' }),
    })
    .meta({ label: 'User name and password' }),
  z
    .strictObject({
      type: z.literal('header'),
      name: z.string().min(1).meta({ label: 'Header' }),
      value: z.string().min(1).meta({ label: 'Value' }),
    })
    .meta({ label: 'Header of its own' }),
])

const parameterSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Settings of a request; secrets come in as references to the environment. */
export const configSchema = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET').meta({ label: 'Method' }),
  url: z
    .string()
    .max(8_000)
    .refine(isWebAddress, 'An address that begins with http:// or https://, without a user name and password')
    .meta({ label: 'Address', help: 'Like https://vendor.example/checks/{input.subject_id}' }),
  query: z
    .record(z.string(), z.union([parameterSchema, z.array(parameterSchema)]))
    .default({})
    .meta({ label: 'Query', help: 'Parameter to value; a list repeats the parameter, null leaves it out' }),
  headers: z.record(z.string(), z.string()).default({}).meta({ label: 'Headers', help: 'Name and value' }),
  auth: authSchema
    .default({ type: 'none' })
    .meta({ label: 'Sign in', help: 'Put secrets in as references like {env.VENDOR_KEY}' }),
  body: jsonSchema.default(null).meta({
    label: 'Body',
    help: 'Text is sent as it is, everything else as JSON; null sends no body',
    control: 'json',
  }),
  expect_status: z
    .string()
    .regex(STATUSES, 'Statuses like 2xx or 200, 404')
    .default('2xx')
    .meta({ label: 'Expected status', help: 'Any other one fails the block' }),
  response: z
    .enum(['auto', 'json', 'text'])
    .default('auto')
    .meta({ label: 'Read the answer as', choices: { auto: 'Its content type says', json: 'JSON', text: 'Text' } }),
  follow_redirects: z
    .boolean()
    .default(true)
    .meta({ label: 'Follow redirects', help: 'Credentials and bodies never go along to another origin' }),
  timeout_seconds: z.number().min(1).max(300).default(30).meta({ label: 'Timeout', unit: 'seconds' }),
})
export type RequestConfig = z.output<typeof configSchema>

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}

/** Whether a status is one of those expected, as `2xx` or `200, 404` say. */
export function isExpected(expected: string, status: number): boolean {
  return expected.split(',').some((part) => {
    const pattern = part.trim()
    return pattern.endsWith('xx') ? pattern[0] === String(status)[0] : pattern === String(status)
  })
}
