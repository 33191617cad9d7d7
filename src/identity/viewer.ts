import type { View } from '../graph/audience';
import { EVERYONE, REPORTING } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Organisation } from '../organisations/organisation';

export enum ViewerRole {
  SUBMITTER = 'SUBMITTER',
  APPROVER = 'APPROVER',
  READER = 'READER',
  PUBLISHER = 'PUBLISHER',
  ADMINISTRATOR = 'ADMINISTRATOR',
}
registerEnumType(ViewerRole, {
  name: 'ViewerRole',
  audience: EVERYONE,
  description: 'What somebody who has signed in may do for their organisation.',
  values: {
    SUBMITTER: { audience: EVERYONE, description: 'Writes and submits.' },
    APPROVER: { audience: EVERYONE, description: 'Approves or returns what others have submitted.' },
    READER: { audience: EVERYONE, description: 'Reads.' },
    PUBLISHER: { audience: EVERYONE, description: 'Publishes what is approved.' },
    ADMINISTRATOR: { audience: EVERYONE, description: 'Keeps the register itself.' },
  },
});

export enum ViewName {
  PUBLIC = 'PUBLIC',
  COUNCIL = 'COUNCIL',
  GOVERNMENT = 'GOVERNMENT',
  OFFICE = 'OFFICE',
}
registerEnumType(ViewName, {
  name: 'ViewName',
  audience: EVERYONE,
  description: 'The four views of the register. Each is a schema of its own, without what it may not see.',
  values: {
    PUBLIC: { audience: EVERYONE, description: 'What is published, for anyone.' },
    COUNCIL: {
      audience: EVERYONE,
      description: 'For councils, police forces and other duty bearers: their own unpublished work too.',
    },
    GOVERNMENT: { audience: EVERYONE, description: 'For departments: delivery detail, and what has been submitted.' },
    OFFICE: { audience: EVERYONE, description: 'For the Office: everything.' },
  },
});

@ObjectType({ audience: EVERYONE, description: 'Who is calling, as the token says.' })
export class Viewer {
  @Field(() => ViewName, { audience: EVERYONE, description: 'The view that this caller is served.' })
  view!: View;

  @Field(() => Organisation, {
    nullable: true,
    audience: EVERYONE,
    description: 'The organisation the caller works for; null for the public.',
  })
  organisation!: Organisation | null;

  @Field(() => [ViewerRole], { audience: EVERYONE, description: 'What the caller may do for the organisation.' })
  roles!: ViewerRole[];

  /** Who the person is to the issuer of the token. */
  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'The subject of the token: who is calling.',
  })
  subject!: string | null;

  /** The API key that was sent in a token's place, by its number. */
  apiKeyId?: number;
}

export const PUBLIC_VIEWER: Viewer = { view: 'PUBLIC', organisation: null, roles: [], subject: null };
