/** Header in which a page finds the path and query it was asked for. */
export const PATH_HEADER = 'x-countersign-path'
