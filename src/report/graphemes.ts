let segmenter: Intl.Segmenter | null = null;

/** What of a text is seen as one character each. The first time it loads the tables of all languages, which takes a while. */
export function graphemesOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
