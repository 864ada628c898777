export const editor = {
  panes: { inspector: 'Block', test: 'Test', versions: 'Versions', code: 'Code', workflow: 'Workflow' },
  panel: 'Details',
  problems: (count: number) => `Problems (${count})`,
  saveStates: {
    saved: 'Saved',
    saving: 'Saving…',
    conflict: 'Needs your choice',
    offline: 'Offline',
    error: 'Not saved',
  },
  readOnly: 'You can look, but not change',
  undo: 'Undo',
  redo: 'Redo',
} as const
