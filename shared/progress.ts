/** How far a piece of work is: so many of so many are done. */
export type Progress = { readonly done: number; readonly of: number };
