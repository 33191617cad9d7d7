/** Somebody that one can be in development. The organisations are real; the people are made up, as their names say. */
interface Persona {
  /** Also their subject in tokens. */
  id: string;
  name: string;
  says: string;
  view: 'council' | 'government' | 'office';
  organisation: string;
  roles: string[];
}

export const PERSONAS: readonly Persona[] = [
  {
    id: 'oldham-officer',
    name: 'Officer of Oldham (test)',
    says: 'Writes and submits for Oldham council',
    view: 'council',
    organisation: 'E08000004',
    roles: ['submitter'],
  },
  {
    id: 'oldham-reader',
    name: 'Reader at Oldham (test)',
    says: 'Reads what Oldham council works on, and changes nothing',
    view: 'council',
    organisation: 'E08000004',
    roles: ['reader'],
  },
  {
    id: 'stoke-officer',
    name: 'Officer of Stoke-on-Trent (test)',
    says: 'Writes and submits for Stoke-on-Trent council',
    view: 'council',
    organisation: 'E06000021',
    roles: ['submitter'],
  },
  {
    id: 'dfe-official',
    name: 'Official of the Department for Education (test)',
    says: 'Writes and submits for a department',
    view: 'government',
    organisation: 'DFE',
    roles: ['submitter'],
  },
  {
    id: 'office-reviewer',
    name: 'Reviewer at the Office (test)',
    says: 'Returns, approves and verifies',
    view: 'office',
    organisation: 'OSCDR',
    roles: ['approver'],
  },
  {
    id: 'office-publisher',
    name: 'Publisher at the Office (test)',
    says: 'Publishes what is approved',
    view: 'office',
    organisation: 'OSCDR',
    roles: ['publisher'],
  },
  {
    id: 'office-everything',
    name: 'Reviewer and publisher at the Office (test)',
    says: 'Returns, approves, verifies and publishes',
    view: 'office',
    organisation: 'OSCDR',
    roles: ['approver', 'publisher'],
  },
];
