/** What a field costs beside what is selected below it, where that is not what fields usually cost. Declared beside it. */
export interface FieldCost {
  /** Points for reading it, for each object that it stands on: 1 where not given, as for a row by its key. */
  points?: number;
  /** How many objects a list without pages usually has, at most: 10 where not given; or what says so of its arguments. */
  size?: number | ((args: never) => number);
}

export const USUAL_POINTS = 1;
export const USUAL_SIZE = 10;

/** Points of a single value, such as a name: it is read with its object, and only has to be written. */
export const VALUE_POINTS = 0.1;

/** Points of a mutation beside its answer: a transaction with its audit entry. */
export const MUTATION_POINTS = 10;

/** What points are multiplied by where the register is looked at as it was (`asOf`): all versions of rows are gone through. */
export const PAST_FACTOR = 3;

/** Points of introspection; it reads nothing, and the rules of validation bound what it can answer. */
export const INTROSPECTION_POINTS: Readonly<Record<string, number>> = { __schema: 500, __type: 20 };
