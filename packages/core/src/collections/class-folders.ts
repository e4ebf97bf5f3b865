import type { RandomAccess } from '../source/random-access.ts';
import { itemNow } from './group-by-stem.ts';
import { asRandomAccess, type Collection } from './view.ts';

/** What `classFolders` found. */
export interface ClassFolders {
  /** Names of the classes, sorted; a label is an index into them. */
  readonly classes: readonly string[];
  /**
   * The label of a file: the index of its folder's name.
   *
   * @throws RangeError when its folder is none of `classes`.
   */
  labelOf(file: { readonly name: string }): number;
}

/**
 * Labels of files that lie in one folder per class, as ImageNet's do: of `train/cat/1.jpg` and
 * `train/dog/7.jpg` the classes are cat and dog. A file's class is the name of the folder it is in.
 */
export function classFolders(files: Collection<{ readonly name: string }>): ClassFolders {
  const source: RandomAccess<{ readonly name: string }> = asRandomAccess(files);
  const names = new Set<string>();
  for (let index = 0; index < source.length; index++)
    names.add(folderOf(itemNow(source, index).name));
  const classes = [...names].sort();
  const labels = new Map(classes.map((name, label) => [name, label]));
  return {
    classes,
    labelOf(file) {
      const label = labels.get(folderOf(file.name));
      if (label === undefined)
        throw new RangeError(
          `Expected a file in one of the class folders but received '${file.name}'`,
        );
      return label;
    },
  };
}

function folderOf(name: string): string {
  const slash = name.lastIndexOf('/');
  if (slash < 0) throw new RangeError(`Expected files in class folders but '${name}' lies in none`);
  return name.slice(name.lastIndexOf('/', slash - 1) + 1, slash);
}
