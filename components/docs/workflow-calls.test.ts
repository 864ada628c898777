import { describe, expect, it } from 'vitest'
import { execRequestSchema } from '#lib/apis/process/contract.ts'
import { turnRequestSchema } from '#lib/apis/turns/contract.ts'
import { executeRequestSchema } from '#lib/apis/v1/contract.ts'
import { checkFields, FIELD_TYPES, type FieldSpec, fieldSpecSchema } from '#lib/engine/fields.ts'
import { callOf, exampleInput } from './workflow-calls.ts'

const OPTIONS = [{ value: 'passport', label: 'Passport' }]
const fields: FieldSpec[] = FIELD_TYPES.map((type) =>
  fieldSpecSchema.parse({
    name: `a_${type}`,
    label: type,
    type,
    required: true,
    ...(type.endsWith('select') && { options: OPTIONS }),
  }),
)
const workflow = {
  id: '0199c2a4-7c1e-7b5e-9f41-3d3a5a0c7e11',
  publicId: 'wf_kyc',
  hexId: '65a1b2c3d4e5f60718293a4b',
  environment: 'DEVELOPMENT',
} as const
const URL = 'https://verify.example'

describe('the calls shown for a workflow', () => {
  it('hold a value for every field that its start would accept', () => {
    const input = exampleInput(fields)
    expect(Object.keys(input)).toEqual(fields.map(({ name }) => name))
    expect(checkFields(fields, input)).toEqual([])
    const usual = fieldSpecSchema.parse({ name: 'country', label: 'Country', default: 'PT' })
    expect(exampleInput([usual])).toEqual({ country: 'PT' })
  })

  it('name the workflow as each API knows it, with bodies those take', () => {
    const input = { subject_id: 'user-1' }
    const [sync, later, turns] = (['sync', 'async', 'turns'] as const).map((way) => callOf(way, workflow, input, URL))
    expect([sync?.url, later?.url, turns?.url]).toEqual([
      `${URL}/v1/workflows/execute`,
      `${URL}/process/exec?environment=DEVELOPMENT`,
      `${URL}/workflows/v1/workflows/65a1b2c3d4e5f60718293a4b/execute`,
    ])
    expect(executeRequestSchema.parse(sync?.body)).toMatchObject({ workflowId: 'wf_kyc', options: { input } })
    expect(execRequestSchema.parse(later?.body)).toMatchObject({ processId: workflow.id, data: input })
    expect(turnRequestSchema.parse(turns?.body)).toMatchObject({ run_input: { dynamic_variables: input } })
  })
})
