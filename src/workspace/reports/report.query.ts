import { CONTENT, type Content, EVIDENCE } from './content';

interface Said {
  summary: string;
  periodStart: string;
  periodEnd: string;
  deliveryStatus: string;
  selfRatedRag: string;
  percentComplete: number | null;
  nothingToReport: boolean;
  evidence: Content['evidence'];
  publication: { publishedAt: string };
}

interface Duty {
  publishedUpdates: { nodes: Said[] };
}

export interface Report extends Content {
  id: string;
  version: number;
  status: string;
  releaseAt: string | null;
  organisation: { code: string; name: string };
  assignment:
    | (Duty & {
        recommendation: { code: string; title: string; summary: string };
      })
    | null;
  action: (Duty & { code: string; title: string }) | null;
  submission: { submittedBy: string; submittedAt: string } | null;
  reviewNotes: { text: string; writtenAt: string }[];
  verifications: {
    verdict: string;
    verifiedRag: string;
    evidenceStrength: string;
    note: string | null;
    verifiedAt: string;
  }[];
  availableTransitions: string[];
  history: { transition: string; toStatus: string; occurredAt: string; organisation: { name: string } }[];
  corrects: { summary: string; publication: { publishedAt: string } } | null;
}

export interface ReportAnswer {
  node: Report | null;
}

const LAST_PUBLISHED = `publishedUpdates(first: 1) {
        nodes {
          summary periodStart periodEnd deliveryStatus selfRatedRag percentComplete nothingToReport ${EVIDENCE}
          publication { publishedAt }
        }
      }`;

export const reportQuery = `query Report($id: ID!) {
  node(id: $id) {
    ... on ProgressUpdate {
      id version status releaseAt organisation { code name } ${CONTENT}
      assignment {
        recommendation { code title summary } ${LAST_PUBLISHED}
      }
      action { code title ${LAST_PUBLISHED} }
      submission { submittedBy submittedAt }
      reviewNotes { text writtenAt }
      verifications { verdict verifiedRag evidenceStrength note verifiedAt }
      availableTransitions
      history { transition toStatus occurredAt organisation { name } }
      corrects { summary publication { publishedAt } }
    }
  }
}`;
