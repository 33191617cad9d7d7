import { EVERYONE } from '../graph/audience';
import { registerEnumType } from '../graph/declare';

export enum Rag {
  RED = 'RED',
  AMBER_RED = 'AMBER_RED',
  AMBER = 'AMBER',
  AMBER_GREEN = 'AMBER_GREEN',
  GREEN = 'GREEN',
  NOT_RATED = 'NOT_RATED',
}
registerEnumType(Rag, {
  name: 'Rag',
  audience: EVERYONE,
  description: 'A delivery confidence rating, from red to green. Show the word beside the colour.',
  values: {
    RED: { audience: EVERYONE, description: 'Delivery seems out of reach.' },
    AMBER_RED: { audience: EVERYONE, description: 'Delivery is in doubt; major risks are not under control.' },
    AMBER: { audience: EVERYONE, description: 'Delivery is feasible, with significant problems that need attention.' },
    AMBER_GREEN: { audience: EVERYONE, description: 'Delivery is probable; attention is needed that it stays so.' },
    GREEN: { audience: EVERYONE, description: 'Delivery is on course.' },
    NOT_RATED: { audience: EVERYONE, description: 'Nobody has rated it.' },
  },
});
