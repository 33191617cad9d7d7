import { ViewerRole } from '../identity/viewer';
import type { Viewer } from '../identity/viewer';

/** A step that work can take, and who may take it. */
export interface Transition<Status extends string> {
  from: readonly Status[];
  /** Where it leads; absent where it stays where it is. */
  to?: Status;
  /** The organisation whose work it is, or the Office. */
  by: 'OWNER' | 'OFFICE';
  role: ViewerRole;
  /** Whether nobody may take it who has submitted the work: who submits never approves. */
  notBySubmitter?: true;
  /** For people: what it does. */
  says: string;
}

interface WorkflowDeclaration<Status extends string, Name extends string> {
  /** What is worked on, for messages. */
  noun: string;
  /** Its type in the graph, and its table. */
  typeName: string;
  table: string;
  /** The states that new work may begin in. */
  initial: readonly Status[];
  transitions: Record<Name, Transition<Status>>;
}

/** Work as it stands: the columns that every table of work has. */
export interface Work {
  id: number;
  key: string;
  organisationId: number;
  status: string;
  version: number;
}

/**
 * The states of a kind of work and the steps between them, as data: services move work by it, the graph offers
 * `availableTransitions` from it, docs/workflow.md draws it, and the tests try every step it does not have.
 */
export class Workflow<Status extends string = string, Name extends string = string> {
  readonly noun: string;
  readonly typeName: string;
  readonly table: string;
  readonly initial: readonly Status[];
  readonly transitions: Readonly<Record<Name, Transition<Status>>>;

  constructor(declaration: WorkflowDeclaration<Status, Name>) {
    this.noun = declaration.noun;
    this.typeName = declaration.typeName;
    this.table = declaration.table;
    this.initial = declaration.initial;
    this.transitions = declaration.transitions;
    workflows.push(this);
  }

  get names(): Name[] {
    return Object.keys(this.transitions) as Name[];
  }

  /** The steps that a viewer may take with a piece of work as it stands; `submitters` are those who submitted it. */
  available(
    work: Pick<Work, 'organisationId'> & { status: Status },
    viewer: Viewer,
    submitters: readonly string[],
  ): Name[] {
    return this.names.filter((name) => {
      const transition = this.transitions[name];
      return (
        transition.from.includes(work.status) &&
        viewer.roles.includes(transition.role) &&
        (transition.by === 'OFFICE' ? viewer.view === 'OFFICE' : viewer.organisation?.id === work.organisationId) &&
        !(transition.notBySubmitter && submitters.includes(viewer.subject!))
      );
    });
  }
}

const workflows: Workflow[] = [];

/** Every workflow there is. */
export const declaredWorkflows: readonly Workflow[] = workflows;
