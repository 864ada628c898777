import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { blankMembers, formOf, hasControl, isShown, labelsAt, toForm } from './form.ts'

const config = z.strictObject({
  title: z.string().default('Hello').meta({ label: 'Title', help: 'What is read' }),
  body: z.string().meta({ control: 'textarea' }),
  amount: z.number().min(1),
  due: z.number().optional().meta({ unit: 'seconds' }),
  kind: z.enum(['a_b', 'GET']).meta({ choices: { a_b: 'The first' } }),
  more: z
    .string()
    .optional()
    .meta({ when: { field: 'kind', is: ['a_b'] } }),
  rows: z.array(z.strictObject({ name: z.string(), when: z.string() })),
  map: z.record(z.string(), z.boolean()),
  auth: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.literal('token'), token: z.string() }),
  ]),
})
const form = toForm({ config, expressions: ['rows.*.when'], literal: ['body'] })

describe('toForm', () => {
  it('gives every kind of value a control of its own, nested as the schema is', () => {
    expect(form).toEqual([
      {
        name: 'title',
        label: 'Title',
        help: 'What is read',
        required: false,
        default: 'Hello',
        control: { kind: 'text', multiline: false },
      },
      { name: 'body', label: 'Body', required: true, literal: true, control: { kind: 'text', multiline: true } },
      { name: 'amount', label: 'Amount', required: true, control: { kind: 'number', whole: false, least: 1 } },
      { name: 'due', label: 'Due', required: false, control: { kind: 'duration' } },
      {
        name: 'kind',
        label: 'Kind',
        required: true,
        control: {
          kind: 'choice',
          options: [
            { value: 'a_b', label: 'The first' },
            { value: 'GET', label: 'GET' },
          ],
        },
      },
      {
        name: 'more',
        label: 'More',
        required: false,
        when: { field: 'kind', is: ['a_b'] },
        control: { kind: 'text', multiline: false },
      },
      {
        name: 'rows',
        label: 'Rows',
        required: true,
        literal: true,
        control: {
          kind: 'list',
          item: {
            kind: 'group',
            fields: [
              { name: 'name', label: 'Name', required: true, control: { kind: 'text', multiline: false } },
              { name: 'when', label: 'When', required: true, control: { kind: 'condition' } },
            ],
          },
        },
      },
      { name: 'map', label: 'Map', required: true, control: { kind: 'record', value: { kind: 'boolean' } } },
      {
        name: 'auth',
        label: 'Auth',
        required: true,
        control: {
          kind: 'variant',
          key: 'type',
          options: [
            { value: 'none', label: 'None', fields: [] },
            {
              value: 'token',
              label: 'Token',
              fields: [{ name: 'token', label: 'Token', required: true, control: { kind: 'text', multiline: false } }],
            },
          ],
        },
      },
    ])
  })

  it('takes what may be anything as anything', () => {
    expect(
      formOf(z.object({ any: z.json(), either: z.union([z.string(), z.array(z.string())]) })).map(
        ({ control }) => control,
      ),
    ).toEqual([{ kind: 'value' }, { kind: 'value' }])
  })
})

describe('blankMembers', () => {
  it('fills only what must be there', () => {
    expect(blankMembers(form)).toEqual({ body: '', amount: 1, kind: 'a_b', rows: [], map: {}, auth: { type: 'none' } })
  })
})

describe('isShown', () => {
  const more = form.find(({ name }) => name === 'more')
  it.each([
    [{ kind: 'a_b' }, true],
    [{ kind: 'GET' }, false],
    [{ kind: 'GET', more: 'said before' }, true],
    [{}, false],
  ])('shows a dependent field of %o: %s', (values, shown) => {
    expect(more && isShown(more, form, values)).toBe(shown)
  })
})

describe('hasControl', () => {
  it.each([
    ['title', true],
    ['rows', true],
    ['rows.0.when', true],
    ['rows.0.other', false],
    ['map.any', true],
    ['auth.type', true],
    ['auth.token', true],
    ['auth.other', false],
    ['other', false],
  ])('finds %s: %s', (path, found) => {
    expect(hasControl(form, path.split('.'))).toBe(found)
  })
})

describe('labelsAt', () => {
  it.each([
    ['title', ['Title']],
    ['rows.0.when', ['Rows', '1', 'When']],
    ['map.any', ['Map', 'any']],
    ['auth.token', ['Auth', 'Token']],
    ['auth.type', ['Auth']],
    ['other.x', ['other.x']],
  ])('names the way to %s', (path, labels) => {
    expect(labelsAt(form, path.split('.'))).toEqual(labels)
  })
})
