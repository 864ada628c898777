import { describeJournal } from './journal.cases.ts'
import { createMemoryJournal } from './memory-journal.ts'

let executions = 0

describeJournal('memory', async () => {
  const journal = createMemoryJournal<string>()
  return {
    journal,
    newExecution: () => ({ executionId: `exec_${++executions}`, creation: 'new' }),
    takeOver: async (executionId) => journal.claim(executionId, 'other', 1),
    events: async (executionId) => journal.events(executionId),
  }
})
