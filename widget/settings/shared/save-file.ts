/** Hands a file made here to the browser's downloads. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun once the click was handled; the address is not needed after that.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
