import fs from 'node:fs'
import path from 'node:path'
import { referenceOf } from '#lib/openapi/reference.ts'
import { writeClientTypes } from '#lib/openapi/write-client.ts'
import type { Runtime } from '#lib/ports.ts'
import { ROOT } from './steps.ts'

// Describing the APIs needs an address and nothing else of a runtime.
const runtime = () => ({ publicUrl: 'http://127.0.0.1:3000' }) as Runtime
const file = path.join(ROOT, 'lib/client/operations.ts')
fs.writeFileSync(file, writeClientTypes(referenceOf(runtime)))
console.log(`Wrote ${path.relative(ROOT, file)}`)
