/**
 * The one script of a page. Without it all is there to be read; with it the columns of the tables that say so can be
 * sorted, by keyboard too, and paper shows what is folded up on a screen.
 */
export const SORTING = `
'use strict';
{
  const compare = new Intl.Collator('en-GB', { numeric: true }).compare;
  const keyOf = (row, index) => {
    const cell = row.cells[index];
    const data = cell.querySelector('data');
    const time = cell.querySelector('time');
    return data ? Number(data.value) : time ? time.dateTime : cell.textContent.trim();
  };
  const sort = (table, index, ascending) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, index) }));
    const order = (a, b) => {
      // What is not there comes last, whichever way the rest is sorted.
      const missing = (typeof a.key === 'number' ? 0 : 1) - (typeof b.key === 'number' ? 0 : 1);
      if (missing) return missing;
      const difference = typeof a.key === 'number' ? a.key - b.key : compare(a.key, b.key);
      return ascending ? difference : -difference;
    };
    body.append(...rows.sort(order).map(({ row }) => row));
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    const said = document.createElement('p');
    said.setAttribute('aria-live', 'polite');
    said.className = 'unseen';
    table.after(said);
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = heading.textContent;
      heading.replaceChildren(button);
      button.addEventListener('click', () => {
        const ascending = heading.getAttribute('aria-sort') !== 'ascending';
        headings.forEach((each) => each.removeAttribute('aria-sort'));
        heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
        sort(table, index, ascending);
        said.textContent = 'Sorted by ' + button.textContent + (ascending ? ', ascending' : ', descending');
      });
    });
  }
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    folded.forEach((details) => (details.open = true));
  });
  addEventListener('afterprint', () => folded.forEach((details) => (details.open = false)));
}
`;
