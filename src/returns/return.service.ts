import { hold, idOfWork, move, noteReview, noteStep, noteSubmission, step } from '../workflow/move';
import type { ChangeInput } from '../writes/payload';
import { InputCheck, Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import { DATA_RETURNS, DataReturn, dataReturnWorkflow } from './data-return';
import { readReturn, readSingle, type ReturnedRow } from './return-rows';
import type {
  AmendDataReturnInput,
  ReturnDataReturnInput,
  SubmitObservationInput,
  SubmitObservationsInput,
} from './return.input';

interface ReturnPayload {
  [name: string]: unknown;
  dataReturn: DataReturn;
}

export async function submitObservation(write: Write, input: SubmitObservationInput): Promise<ReturnPayload> {
  requireArea(write);
  return submit(write, [await readSingle(write, input)]);
}

export async function submitObservations(write: Write, input: SubmitObservationsInput): Promise<ReturnPayload> {
  requireArea(write);
  return submit(write, await readReturn(write, input.csv));
}

function requireArea(write: Write): void {
  if (write.organisation.areaId === null) {
    throw Refusal.of(
      UserErrorCode.NOT_POSSIBLE_NOW,
      `Figures are returned by councils and police forces for their own area; ${write.organisation.name} has none.`,
    );
  }
}

async function submit(write: Write, rows: readonly ReturnedRow[]): Promise<ReturnPayload> {
  const dataReturn = await write.row<DataReturn>(
    `insert into data_return (organisation_id) values ($1) returning ${write.columns(DataReturn)}`,
    [write.organisation.id],
  );
  await saveRows(write, dataReturn!, rows);
  await noteStep(write, dataReturnWorkflow, dataReturn!, 'SUBMIT', null);
  await handIn(write, dataReturn!);
  return { dataReturn: dataReturn! };
}

async function saveRows(write: Write, { id, organisationId }: DataReturn, rows: readonly ReturnedRow[]): Promise<void> {
  await write.rows(
    `insert into returned_observation (data_return_id, organisation_id, indicator_id, area_id, period_start, period_end,
       value, lower, upper, marker, note, nothing_to_report)
     select $1, $2, indicator_id, area_id, period_start, period_end, value, lower, upper, marker, note, nothing_to_report
     from json_to_recordset($3) as row(indicator_id int4, area_id int4, period_start date, period_end date, value float8,
       lower float8, upper float8, marker text, note text, nothing_to_report boolean)`,
    [
      id,
      organisationId,
      JSON.stringify(
        rows.map(({ indicatorId, areaId, period, value, lower, upper, marker, note, nothingToReport }) => ({
          indicator_id: indicatorId,
          area_id: areaId,
          period_start: period.start,
          period_end: period.end,
          value,
          lower,
          upper,
          marker,
          note,
          nothing_to_report: nothingToReport,
        })),
      ),
    ],
  );
}

async function handIn(write: Write, dataReturn: DataReturn): Promise<void> {
  await noteSubmission(write, dataReturnWorkflow, dataReturn);
  await write.tellOffice(
    'DATA_RETURN_SUBMITTED',
    idOfWork(dataReturnWorkflow, dataReturn),
    `${write.organisation.name} has returned figures.`,
  );
}

/** Replaces the figures of a return that was sent back, and hands it in again. */
export async function amendDataReturn(write: Write, input: AmendDataReturnInput): Promise<ReturnPayload> {
  const former = await hold(write, DATA_RETURNS, input, 'AMEND');
  const rows = await readReturn(write, input.csv);
  await write.rows('delete from returned_observation where data_return_id = $1', [former.id]);
  await saveRows(write, former, rows);
  const dataReturn = await step(write, DATA_RETURNS, former, 'AMEND');
  await handIn(write, dataReturn);
  return { dataReturn };
}

export async function withdrawDataReturn(write: Write, input: ChangeInput): Promise<ReturnPayload> {
  return { dataReturn: await move(write, DATA_RETURNS, input, 'WITHDRAW') };
}

export async function returnDataReturn(write: Write, input: ReturnDataReturnInput): Promise<ReturnPayload> {
  const check = new InputCheck();
  check.text(input.note, 'note');
  check.end();
  const dataReturn = await move(write, DATA_RETURNS, input, 'RETURN');
  await noteReview(write, dataReturnWorkflow, dataReturn, input.note);
  await tellOwner(write, dataReturn, 'DATA_RETURN_RETURNED', 'was returned to you with a note');
  return { dataReturn };
}

/** Approves a return: its figures wait for a release, in the place of others that waited for the same. */
export async function approveDataReturn(write: Write, input: ChangeInput): Promise<ReturnPayload> {
  const dataReturn = await move(write, DATA_RETURNS, input, 'APPROVE');
  await write.rows(
    `insert into unreleased_observation (indicator_id, area_id, period_start, period_end, value, lower, upper, marker, note,
       returned_by_id)
     select indicator_id, area_id, period_start, period_end, value, lower, upper,
       case when nothing_to_report then 'z' else marker end,
       case when nothing_to_report then coalesce(note, 'Nothing to report') else note end, organisation_id
     from returned_observation where data_return_id = $1
     -- In the order of the key, so that two approvals at once do not wait for each other in a circle.
     order by indicator_id, area_id, period_start, period_end
     on conflict (indicator_id, area_id, period_start, period_end) do update
       set (value, lower, upper, marker, note, returned_by_id) = (excluded.value, excluded.lower, excluded.upper,
         excluded.marker, excluded.note, excluded.returned_by_id)`,
    [dataReturn.id],
  );
  await tellOwner(write, dataReturn, 'DATA_RETURN_APPROVED', 'was approved');
  return { dataReturn };
}

async function tellOwner(write: Write, dataReturn: DataReturn, event: string, happened: string): Promise<void> {
  const id = idOfWork(dataReturnWorkflow, dataReturn);
  await write.tell(dataReturn.organisationId, event, id, `A data return of yours ${happened}.`);
}
