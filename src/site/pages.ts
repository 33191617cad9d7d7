import { change } from './changes/change';
import { changes, feed } from './changes/changes';
import { compare } from './councils/compare';
import { council } from './councils/council';
import { councils } from './councils/councils';
import { robots, sitemap } from './crawlers/crawlers';
import { home } from './home/home';
import { indicator } from './indicators/indicator';
import { indicators } from './indicators/indicators';
import { actionPlan } from './plan/action-plan';
import { priorities } from './plan/priorities';
import { recommendation } from './recommendations/recommendation';
import { recommendations } from './recommendations/recommendations';
import type { AnyPage } from './site-page';

/** Every page of the public site: its address, its query, its template and its table. */
export const PAGES: readonly AnyPage[] = [
  home,
  recommendations,
  recommendation,
  priorities,
  actionPlan,
  councils,
  council,
  compare,
  indicators,
  indicator,
  changes,
  change,
  feed,
  robots,
  sitemap,
];
