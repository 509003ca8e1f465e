/** How people type: case and «ё» do not matter. */
export function plain(text: string): string {
  return text.trim().toLocaleLowerCase('ru').replaceAll('ё', 'е');
}

/** Every word of the query begins some word of the text: «сок кард» finds «Соколова … кардиолог». */
export function matches(text: string, query: string): boolean {
  const words = plain(text).split(/[\s,-]+/);
  return plain(query)
    .split(/\s+/)
    .filter((part) => part !== '')
    .every((part) => words.some((word) => word.startsWith(part)));
}
