/** The smallest terminal that has room for a list, in cells. */
export const LEAST_COLUMNS = 40;
export const LEAST_ROWS = 10;
