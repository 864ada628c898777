import { z } from 'zod'
import type { BlockDefinition } from './block.ts'
import { humanize } from './fields.ts'
import { isJsonObject, type Json, jsonSchema } from './json.ts'

/** Lists that a field may draw its choices from; what they hold is known where the form is drawn. */
export const CHOICE_SOURCES = ['workflow', 'variable', 'role'] as const
export type ChoiceSource = (typeof CHOICE_SOURCES)[number]

/** How one value is edited. */
export type FormControl =
  /** `code` is written in a language of its own. */
  | { kind: 'text'; multiline: boolean; code?: true; from?: ChoiceSource }
  /** A CEL expression. */
  | { kind: 'condition' }
  | { kind: 'number'; whole: boolean; least?: number; unit?: string }
  /** A number of seconds, or of milliseconds. */
  | { kind: 'duration'; milliseconds?: true }
  | { kind: 'boolean' }
  | { kind: 'choice'; options: { value: string; label: string }[] }
  /** Any JSON value. */
  | { kind: 'value' }
  | { kind: 'group'; fields: FormField[] }
  | { kind: 'list'; item: FormControl }
  /** Names of the author's choosing, each with a value. */
  | { kind: 'record'; value: FormControl }
  /** One of several groups; `key` names the member that says which. */
  | { kind: 'variant'; key: string; options: { value: string; label: string; fields: FormField[] }[] }

/** One member of an object, as a form shows it. */
export type FormField = {
  name: string
  label: string
  help?: string
  required: boolean
  default?: Json
  /** The field matters only while a field beside it has one of these values. */
  when?: { field: string; is: string[] }
  /** Texts of this field are not searched for references. */
  literal?: true
  control: FormControl
}

type Schema = z.core.JSONSchema.BaseSchema

const metaSchema = z.object({
  label: z.string().optional(),
  help: z.string().optional(),
  control: z.string().optional(),
  /** What a number counts; `seconds` and `milliseconds` are edited as minutes, hours and days too. */
  unit: z.string().optional(),
  code: z.literal(true).optional(),
  from: z.enum(CHOICE_SOURCES).optional(),
  when: z.object({ field: z.string(), is: z.array(z.string()) }).optional(),
  /** Labels of an enumeration's values that say more than the value. */
  choices: z.record(z.string(), z.string()).optional(),
})
type Meta = z.infer<typeof metaSchema>

type Described = Pick<BlockDefinition, 'config' | 'literal' | 'expressions'>

const drawn = new WeakMap<Described, readonly FormField[]>()

/** The form of a block type's settings, nested as they are; worked out once for each type. */
export function toForm(definition: Described): readonly FormField[] {
  const known = drawn.get(definition)
  if (known) return known
  const form = formOfBlock(definition)
  drawn.set(definition, form)
  return form
}

function formOfBlock(definition: Described): FormField[] {
  const conditions = (definition.expressions ?? []).map((path) => path.split('.'))
  const literal = new Set([...(definition.literal ?? []), ...conditions.map(([root]) => root)])
  return formOf(definition.config, conditions).map((field) =>
    literal.has(field.name) ? { ...field, literal: true } : field,
  )
}

/** The form of an object schema; `conditions` are paths of CEL expressions, in which `*` is every item or member. */
export function formOf(schema: z.ZodType, conditions: readonly string[][] = []): FormField[] {
  return membersOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), conditions)
}

function membersOf(schema: Schema, conditions: readonly string[][]): FormField[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    typeof property === 'object' ? [fieldOf(name, property, required.has(name), below(conditions, name))] : [],
  )
}

function below(conditions: readonly string[][], step: string): string[][] {
  return conditions.flatMap(([head, ...rest]) => (head === step ? [rest] : []))
}

function fieldOf(name: string, property: Schema, required: boolean, conditions: readonly string[][]): FormField {
  const meta = metaSchema.parse(property)
  return {
    name,
    label: meta.label ?? humanize(name),
    required,
    ...(meta.help !== undefined && { help: meta.help }),
    ...(property.default !== undefined && { default: jsonSchema.parse(property.default) }),
    ...(meta.when && { when: meta.when }),
    control: controlOf(property, meta, conditions),
  }
}

function controlOf(schema: Schema, meta: Meta, conditions: readonly string[][]): FormControl {
  if (conditions.some((rest) => rest.length === 0)) return { kind: 'condition' }
  if (meta.control === 'text' || meta.control === 'textarea') return textOf(meta)
  const options = (schema.oneOf ?? schema.anyOf)?.filter((option): option is Schema => typeof option === 'object')
  if (schema.$ref !== undefined || (options && !schema.oneOf)) return { kind: 'value' }
  if (options) return variantOf(options, conditions)
  if (schema.enum) return choiceOf(schema.enum, meta)
  const [type] = [schema.type].flat().filter((name) => name !== 'null')
  switch (type) {
    case 'string':
      return textOf(meta)
    case 'number':
    case 'integer':
      if (meta.unit === 'seconds') return { kind: 'duration' }
      if (meta.unit === 'milliseconds') return { kind: 'duration', milliseconds: true }
      return numberOf(type === 'integer', schema.minimum, meta)
    case 'boolean':
      return { kind: 'boolean' }
    case 'array':
      return { kind: 'list', item: innerOf(schema.items, conditions) }
    case 'object':
      return schema.properties
        ? { kind: 'group', fields: membersOf(schema, conditions) }
        : { kind: 'record', value: innerOf(schema.additionalProperties, conditions) }
    default:
      return { kind: 'value' }
  }
}

function textOf({ control, code, from }: Meta): FormControl {
  return { kind: 'text', multiline: control === 'textarea', ...(code && { code }), ...(from && { from }) }
}

function numberOf(whole: boolean, least: number | undefined, { unit }: Meta): FormControl {
  return { kind: 'number', whole, ...(least !== undefined && { least }), ...(unit !== undefined && { unit }) }
}

function choiceOf(values: readonly unknown[], { choices = {} }: Meta): FormControl {
  const options = values.map(String).map((value) => ({ value, label: choices[value] ?? nameOf(value) }))
  return { kind: 'choice', options }
}

function nameOf(value: string): string {
  return /^[A-Z]+$/.test(value) ? value : humanize(value)
}

function innerOf(schema: unknown, conditions: readonly string[][]): FormControl {
  if (!isSchema(schema)) return { kind: 'value' }
  return controlOf(schema, metaSchema.parse(schema), below(conditions, '*'))
}

function isSchema(schema: unknown): schema is Schema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
}

/** The groups of a discriminated union; the member that every one of them fixes tells them apart. */
function variantOf(options: readonly Schema[], conditions: readonly string[][]): FormControl {
  const key = Object.keys(options[0]?.properties ?? {}).find((name) =>
    options.every((option) => constantAt(option, name) !== undefined),
  )
  if (key === undefined) return { kind: 'value' }
  return {
    kind: 'variant',
    key,
    options: options.map((option) => {
      const value = constantAt(option, key) ?? ''
      const { label } = metaSchema.parse(option)
      const fields = membersOf(option, conditions).filter(({ name }) => name !== key)
      return { value, label: label ?? nameOf(value), fields }
    }),
  }
}

function constantAt(schema: Schema, name: string): string | undefined {
  const property = schema.properties?.[name]
  return typeof property === 'object' && typeof property.const === 'string' ? property.const : undefined
}

/** What a new item of a list, or a new value under a name, starts as. */
export function blankOf(control: FormControl): Json {
  switch (control.kind) {
    case 'text':
    case 'condition':
    case 'value':
      return ''
    case 'number':
      return Math.max(control.least ?? 0, 0)
    case 'duration':
      return 0
    case 'boolean':
      return false
    case 'choice':
      return control.options[0]?.value ?? ''
    case 'list':
      return []
    case 'record':
      return {}
    case 'group':
      return blankMembers(control.fields)
    case 'variant':
      return { [control.key]: control.options[0]?.value ?? '', ...blankMembers(control.options[0]?.fields ?? []) }
    default:
      return control satisfies never
  }
}

/** The members that must be there, each as blank as it can be. */
export function blankMembers(fields: readonly FormField[]): { [name: string]: Json } {
  return Object.fromEntries(
    fields
      .filter(({ required }) => required)
      .map(({ name, control, ...field }) => [name, field.default ?? blankOf(control)]),
  )
}

/** Whether a field has a say beside the values around it. */
export function isShown(field: FormField, beside: readonly FormField[], values: { [name: string]: Json }): boolean {
  if (!field.when || values[field.name] !== undefined) return true
  const { field: name, is } = field.when
  const chosen = values[name] ?? beside.find((other) => other.name === name)?.default
  return typeof chosen === 'string' && is.includes(chosen)
}

/** Whether a form has a control for the value at a path, or for one that holds it whole. */
export function hasControl(fields: readonly FormField[], path: readonly string[]): boolean {
  const [name, ...rest] = path
  const field = fields.find((candidate) => candidate.name === name)
  return field !== undefined && reaches(field.control, rest)
}

function reaches(control: FormControl, path: readonly string[]): boolean {
  if (path.length === 0 || control.kind === 'value') return true
  switch (control.kind) {
    case 'group':
      return hasControl(control.fields, path)
    case 'variant':
      return path[0] === control.key || control.options.some(({ fields }) => hasControl(fields, path))
    case 'list':
      return reaches(control.item, path.slice(1))
    case 'record':
      return reaches(control.value, path.slice(1))
    default:
      return true
  }
}

/** A value as the members of a group; nothing where it is no object. */
export function asMembers(value: Json | undefined): { [name: string]: Json } {
  return isJsonObject(value) ? value : {}
}

/** The labels on the way to the value at a path; items of lists by their number, names of records as they are. */
export function labelsAt(fields: readonly FormField[], path: readonly string[]): string[] {
  const [name = '', ...rest] = path
  const field = fields.find((candidate) => candidate.name === name)
  return field ? [field.label, ...labelsInside(field.control, rest)] : path.length > 0 ? [path.join('.')] : []
}

function labelsInside(control: FormControl, path: readonly string[]): string[] {
  const [step, ...rest] = path
  if (step === undefined) return []
  switch (control.kind) {
    case 'group':
      return labelsAt(control.fields, path)
    case 'variant':
      return step === control.key
        ? []
        : labelsAt(
            control.options.flatMap(({ fields }) => fields),
            path,
          )
    case 'list':
      return [String(Number(step) + 1), ...labelsInside(control.item, rest)]
    case 'record':
      return [step, ...labelsInside(control.value, rest)]
    default:
      return []
  }
}
