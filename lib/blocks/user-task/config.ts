import { z } from 'zod'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'

/** Settings of a task; times are seconds from the moment it opens. */
export const configSchema = z.strictObject({
  title: z.string().min(1).max(300).default('Task').meta({ label: 'Title', help: 'What people read in the queue' }),
  reason: z.string().min(1).max(100).default('user_task').meta({ label: 'Reason', help: 'A code for callers' }),
  instructions: z
    .string()
    .max(4_000)
    .default('')
    .meta({ label: 'Instructions', help: 'Shown above the fields', control: 'textarea' }),
  fields: z
    .array(fieldSpecSchema)
    .max(50)
    .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, 'Two fields have one name')
    .default([])
    .meta({ label: 'Fields', help: 'What is filled in to complete the task' }),
  context: jsonObjectSchema.default({}).meta({ label: 'Evidence', help: 'Label and value: what people see' }),
  assignees: z
    .strictObject({
      users: z.array(z.string()).default([]).meta({ label: 'People', help: 'Their ids' }),
      roles: z
        .array(z.string().meta({ from: 'role' }))
        .default([])
        .meta({ label: 'Roles' }),
    })
    .default({ users: [], roles: [] })
    .meta({ label: 'Assignees', help: 'Whose task it is; everyone’s where both lists are empty' }),
  due_in_seconds: z
    .number()
    .positive()
    .optional()
    .meta({ label: 'Due within', help: 'Late from then on; nothing else happens', unit: 'seconds' }),
  expires_in_seconds: z
    .number()
    .positive()
    .optional()
    .meta({ label: 'Expires after', unit: 'seconds', help: 'Leaves by expired where it has an edge, else fails' }),
})
export type TaskConfig = z.output<typeof configSchema>
