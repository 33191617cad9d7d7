import { EVERYONE } from '../graph/audience';
import { registerEnumType } from '../graph/declare';

export enum EvidenceKind {
  DOCUMENT = 'DOCUMENT',
  MINUTES = 'MINUTES',
  DATASET = 'DATASET',
  EVALUATION = 'EVALUATION',
  WEB_PAGE = 'WEB_PAGE',
  OTHER = 'OTHER',
}
registerEnumType(EvidenceKind, {
  name: 'EvidenceKind',
  audience: EVERYONE,
  description: 'The kinds of evidence.',
  values: {
    DOCUMENT: { audience: EVERYONE, description: 'A strategy, plan, policy or report.' },
    MINUTES: { audience: EVERYONE, description: 'Minutes or decisions of a meeting.' },
    DATASET: { audience: EVERYONE, description: 'Figures.' },
    EVALUATION: { audience: EVERYONE, description: 'An evaluation by somebody else, or an audit.' },
    WEB_PAGE: { audience: EVERYONE, description: 'A page on the web.' },
    OTHER: { audience: EVERYONE, description: 'Anything else.' },
  },
});

export enum EvidenceStrength {
  SELF_REPORTED = 'SELF_REPORTED',
  DOCUMENTED = 'DOCUMENTED',
  INDEPENDENTLY_VERIFIED = 'INDEPENDENTLY_VERIFIED',
}
registerEnumType(EvidenceStrength, {
  name: 'EvidenceStrength',
  audience: EVERYONE,
  description: 'How strong the evidence for a report is.',
  values: {
    SELF_REPORTED: { audience: EVERYONE, description: 'The word of the organisation alone.' },
    DOCUMENTED: { audience: EVERYONE, description: 'Documents bear it out.' },
    INDEPENDENTLY_VERIFIED: { audience: EVERYONE, description: 'Somebody independent has seen for themselves.' },
  },
});

export enum Verdict {
  CONFIRMED = 'CONFIRMED',
  PARTLY_CONFIRMED = 'PARTLY_CONFIRMED',
  NOT_CONFIRMED = 'NOT_CONFIRMED',
}
registerEnumType(Verdict, {
  name: 'Verdict',
  audience: EVERYONE,
  description: 'Whether the evidence bears a report out, as the Office finds.',
  values: {
    CONFIRMED: {
      audience: EVERYONE,
      description: 'It does. What was reported as done (PENDING_VERIFICATION) becomes IMPLEMENTED.',
    },
    PARTLY_CONFIRMED: {
      audience: EVERYONE,
      description: 'In part. What was reported as done becomes IN_PROGRESS again.',
    },
    NOT_CONFIRMED: {
      audience: EVERYONE,
      description: 'It does not. What was reported as done becomes IN_PROGRESS again.',
    },
  },
});
