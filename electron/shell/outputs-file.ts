import { outputWishSchema } from '../../shared/music/output-schemas.ts';
import { type OutputWish, usualOutputs } from '../../shared/music/outputs.ts';
import { keepJson, readKeptJson } from './kept-json.ts';

/** Where music is heard on this machine, kept in a file of its own. */
export class OutputsFile {
  readonly #path: string;
  #wish: OutputWish;

  /** The system's own output is taken where there is no file, or where it is not ours. */
  constructor(path: string) {
    this.#path = path;
    const kept = outputWishSchema.safeParse(readKeptJson(path));
    this.#wish = kept.success ? kept.data : usualOutputs;
  }

  read = (): OutputWish => this.#wish;

  /** Keeps the wish. @throws where the disk takes nothing; what was wished for holds until the program ends all the same. */
  write = (wish: OutputWish): void => {
    this.#wish = wish;
    keepJson(this.#path, wish);
  };
}
