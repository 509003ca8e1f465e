export type ImageInfo = { type: 'png' | 'gif' | 'jpeg'; width: number; height: number; animated: boolean };

function includes(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, 'latin1');
}

function jpegSize(bytes: Uint8Array, view: DataView): ImageInfo | null {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return { type: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7), animated: false };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Type and size from the header of a PNG, GIF or JPEG. */
export function imageInfo(bytes: Uint8Array): ImageInfo | null {
  if (bytes.length < 24) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) === 0x89504e47) {
    return {
      type: 'png',
      width: view.getUint32(16),
      height: view.getUint32(20),
      animated: includes(bytes, 'acTL'),
    };
  }
  if (includes(bytes.subarray(0, 6), 'GIF8')) {
    const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    return { type: 'gif', ...size, animated: includes(bytes, 'NETSCAPE2.0') };
  }
  return view.getUint16(0) === 0xffd8 ? jpegSize(bytes, view) : null;
}
