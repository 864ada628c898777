import { drawGraph, type Template } from './template.ts'

/** A name is screened; the result is the answer. */
export const sanctionsOnly: Template = {
  slug: 'sanctions_only',
  name: 'Sanctions only',
  description: 'Screens a name against every loaded sanctions list.',
  graph: drawGraph(
    [
      {
        id: 'start',
        type: 'start',
        name: 'Start',
        config: {
          fields: [
            { name: 'name', label: 'Name', type: 'text', required: true },
            { name: 'birth_date', label: 'Date of birth', type: 'date' },
          ],
        },
      },
      {
        id: 'sanctions_screening',
        type: 'sanctions_screening',
        name: 'Screen for sanctions',
        config: { name: '{input.name}', birth_date: '{input.birth_date?}' },
      },
    ],
    ['start -> sanctions_screening'],
  ),
}
