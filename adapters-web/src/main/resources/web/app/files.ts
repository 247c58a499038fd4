/** Files and folders that somebody chose or dropped. */

/** What becomes one data unit. */
export interface Parcel {
  name: string;
  files: File[];
}

const IMAGE = /\.(png|jpe?g|webp|bmp|gif|tiff?)$/i;

/** The images of a folder are one sequence, in the order of their names; every other file is a data unit of its own. */
export function parcels(files: File[]): Parcel[] {
  const folders = new Map<string, File[]>();
  const single: Parcel[] = [];
  for (const file of files) {
    const folder = file.webkitRelativePath.split("/").slice(0, -1).join("/");
    if (folder && IMAGE.test(file.name)) {
      folders.set(folder, [...(folders.get(folder) ?? []), file]);
    } else {
      single.push({ name: file.name, files: [file] });
    }
  }
  const sequences = [...folders].map(([name, images]) => ({
    name,
    files: images.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true })),
  }));
  return [...single, ...sequences];
}

/** Of something that was dropped; folders are looked into, and into theirs. */
export async function filesOf(dropped: DataTransfer | null): Promise<Parcel[]> {
  const entries = Array.from(dropped?.items ?? [], (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: Parcel[] = [];
  for (const entry of entries) {
    found.push(...(await within(entry)));
  }
  return found;
}

async function within(entry: FileSystemEntry): Promise<Parcel[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name: file.name, files: [file] }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Parcel[] = [];
  const images: File[] = [];
  // A folder is read in parts; the last one is empty.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) {
      break;
    }
    for (const each of part) {
      for (const parcel of await within(each)) {
        const file = parcel.files[0];
        if (each.isFile && file && IMAGE.test(file.name)) {
          images.push(file);
        } else {
          found.push(parcel);
        }
      }
    }
  }
  images.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  return images.length > 0 ? [...found, { name: entry.name, files: images }] : found;
}
