/** Saves a text as a file, made in the browser. @param type a media type @param content the file, or its parts */
export function download(
  name: string,
  type: string,
  content: BlobPart | readonly BlobPart[],
): void {
  const parts = Array.isArray(content) ? content : [content as BlobPart];
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
