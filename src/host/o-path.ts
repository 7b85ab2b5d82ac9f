/**
 * `O_PATH` of `open(2)`, which Node does not name: a place in the file tree, of which no file system is asked anything.
 *
 * @see https://man7.org/linux/man-pages/man2/open.2.html
 */
export const O_PATH = 0o10000000;
