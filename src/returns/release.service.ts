import { ObservationStage } from '../import/observation-stage';
import { Indicator } from '../indicators/indicator';
import { PublicationKind } from '../publications/publication';
import { publish, takePublicationTurn } from '../publications/publish';
import { releaseTime } from '../publications/release';
import { Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import type { PublishIndicatorReleaseInput } from './return.input';

/** Releases the figures of an indicator that wait, now, or has the release clock do it later. */
export async function publishIndicatorRelease(
  write: Write,
  input: PublishIndicatorReleaseInput,
): Promise<{ indicator: Indicator }> {
  const indicator = await write.row<Indicator>(`select ${write.columns(Indicator)} from indicator where code = $1`, [
    input.indicatorCode,
  ]);
  if (!indicator) {
    const message = `There is no indicator ${JSON.stringify(input.indicatorCode)}.`;
    throw Refusal.of(UserErrorCode.UNKNOWN, message, 'indicatorCode');
  }
  const time = await releaseTime(write, input);
  // Locked in the order of the key, as those who approve returns do.
  await write.rows(
    `select from unreleased_observation where indicator_id = $1
     order by indicator_id, area_id, period_start, period_end for update`,
    [indicator.id],
  );
  const waiting = await write.rows<{ id: number }>(
    'update unreleased_observation set release_at = $2 where indicator_id = $1 returning id',
    [indicator.id, time],
  );
  if (waiting.length === 0) {
    const message = `No figures of ${indicator.code} wait for a release.`;
    throw Refusal.of(UserErrorCode.NOT_POSSIBLE_NOW, message, 'indicatorCode');
  }
  if (time === null) await releaseFigures(write, `Figures of ${indicator.name}`, waiting);
  write.did('Indicator', indicator.code, { figures: waiting.length, releaseAt: time });
  return { indicator };
}

/**
 * Disclosure control of counts of people: below 5 they are withheld as confidential, and others are rounded to 5, which
 * makes limits meaningless. Totals and rates are for whoever returns them to work out from the unrounded counts.
 */
const SMALLEST_COUNT = 5;
const ROUNDED_TO = 5;

/** Publishes figures that waited as one release, and keeps what they replace. */
export async function releaseFigures(write: Write, title: string, waiting: readonly { id: number }[]): Promise<void> {
  await takePublicationTurn(write.client);
  const stage = await ObservationStage.open(write.client);
  const ids = waiting.map(({ id }) => id);
  await write.client.query(
    `insert into staged_observation (line, indicator_id, area_id, period_start, period_end, value, lower, upper, marker,
       note, returned_by_id, marker_only)
     select unreleased_observation.id, indicator_id, area_id, period_start, period_end,
       case when counts_people and value < ${SMALLEST_COUNT} then null
         when counts_people then round(value / ${ROUNDED_TO}) * ${ROUNDED_TO} else value end,
       case when counts_people then null else lower end, case when counts_people then null else upper end,
       case when counts_people and value < ${SMALLEST_COUNT} then 'c' else marker end, note, returned_by_id, false
     from unreleased_observation join indicator on indicator.id = indicator_id
     where unreleased_observation.id = any($1)`,
    [ids],
  );
  const { added, revised } = await stage.compare();
  if (added + revised > 0) {
    await stage.apply(await publish(write.client, PublicationKind.INDICATOR_RELEASE, title));
  }
  await write.client.query('delete from unreleased_observation where id = any($1)', [ids]);
  await write.client.query('drop table staged_observation');
}
