import { ArgsType, Int } from 'type-graphql';
import { EVERYONE } from './audience';
import { Field } from './declare';
import { BadUserInput } from './errors';

export const LARGEST_PAGE = 100;
const DEFAULT_PAGE = 20;

/** Relay's paging arguments; the arguments of every connection extend it. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    audience: EVERYONE,
    description: `How many items to take from the start of the list, or after the cursor \`after\`: 0 to ${LARGEST_PAGE}, ${DEFAULT_PAGE} when neither \`first\` nor \`last\` is given.`,
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Take items after this cursor, one that the same list gave.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    audience: EVERYONE,
    description: `How many items to take from the end of the list, or before the cursor \`before\`: 0 to ${LARGEST_PAGE}. Not together with \`first\`.`,
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Take items before this cursor, one that the same list gave.',
  })
  before?: string | null;
}

export interface Page {
  /** Infinity for all there is. */
  size: number;
  /** Backward takes the items nearest the end. */
  backward: boolean;
  after: string | null;
  before: string | null;
}

export function readPage({ first, after, last, before }: PageArguments): Page {
  if (first != null && last != null) {
    throw new BadUserInput('Give "first" or "last", not both.');
  }
  const name = last != null ? 'last' : 'first';
  const size = last ?? first ?? DEFAULT_PAGE;
  if (size < 0 || size > LARGEST_PAGE) {
    throw new BadUserInput(
      `"${name}" must be from 0 to ${LARGEST_PAGE}, got ${size}. Take more in pages, with "after".`,
    );
  }
  return { size, backward: last != null, after: after ?? null, before: before ?? null };
}

/** The page that is the whole list, or as much of it as is asked for: what is read in parts has no limit of its own. */
export function readWhole({ first, after, last, before }: PageArguments): Page {
  if (last != null || before != null) {
    throw new BadUserInput('"last" and "before" go with pages. Turn the order round with "orderBy", and give "first".');
  }
  if (first != null && first < 0) throw new BadUserInput(`"first" must not be less than 0, got ${first}.`);
  return { size: first ?? Infinity, backward: false, after: after ?? null, before: null };
}
