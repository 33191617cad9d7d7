import { initAll } from 'govuk-frontend';

// Pages work without: this only says that there is a script, by the classes that GOV.UK Frontend looks for.
document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();
