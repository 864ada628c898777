import { describe, expect, it } from 'vitest'
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

  it('name the workflow as each API knows it', () => {
    const input = { subject_id: 'user-1' }
    expect((['sync', 'async', 'turns'] as const).map((way) => callOf(way, workflow, input, URL))).toEqual([
      {
        method: 'POST',
        url: `${URL}/v1/workflows/execute`,
        body: { workflowId: 'wf_kyc', options: { input } },
      },
      {
        method: 'POST',
        url: `${URL}/process/exec?environment=DEVELOPMENT`,
        body: { processId: workflow.id, data: input },
      },
      {
        method: 'POST',
        url: `${URL}/workflows/v1/workflows/65a1b2c3d4e5f60718293a4b/execute`,
        body: { run_input: { dynamic_variables: input } },
      },
    ])
  })
})
