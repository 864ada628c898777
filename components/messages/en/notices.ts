export const notices = {
  title: 'Notices',
  open: (unread: number) => (unread === 0 ? 'Notices' : `Notices, ${unread} unread`),
  unread: (many: number, most: number) => (many >= most ? `${most}+` : String(many)),
  none: 'No notices',
  noneBody: 'You are told here when a review is given to you, is due, or comes back.',
  markAll: 'Mark all as read',
  isUnread: 'unread',
  over: 'over',
  types: {
    assigned: 'Assigned to you',
    due_soon: 'Due soon',
    late: 'Late',
    returned: 'Your proposal came back',
  },
  away: 'Away',
  awayHelp: 'Reviews given out by turns pass you by',
  awayFailed: 'That did not work. Try again.',
} as const
