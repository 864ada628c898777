import { drawGraph, type Template } from './template.ts'

/** One person is screened; made to be run by others. */
export const screenPerson: Template = {
  slug: 'screen_person',
  name: 'Screen a person',
  description: 'Screens one person against every loaded sanctions list, for workflows that screen several.',
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
        config: { name: '{input.name}', birth_date: '{input.birth_date?}', type: 'person' },
      },
      {
        id: 'result',
        type: 'end',
        name: 'Result',
        config: {
          output: {
            name: '{input.name}',
            status: '{sanctions_screening.status}',
            hits: '{sanctions_screening.hits}',
            lists: '{sanctions_screening.lists}',
          },
        },
      },
    ],
    ['start -> sanctions_screening', 'sanctions_screening -> result', 'sanctions_screening.inconclusive -> result'],
  ),
}
