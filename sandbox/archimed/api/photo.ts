const side = 512;
const headerBytes = 54;

let made: string | undefined;

/** A whole BMP file in base64, about 1 MB of text, as live replies carry it (archimed-api.md §4.5). */
export function photo(): string {
  made ??= bitmap().toString('base64');
  return made;
}

/** A 24-bit bitmap: a calm vertical gradient. */
function bitmap(): Buffer {
  const file = Buffer.alloc(headerBytes + side * side * 3);
  file.write('BM', 0, 'ascii');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(headerBytes, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(side, 18);
  file.writeInt32LE(side, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let row = 0; row < side; row += 1) {
    file.fill(96 + Math.floor(row / 4), headerBytes + row * side * 3, headerBytes + (row + 1) * side * 3);
  }
  return file;
}
