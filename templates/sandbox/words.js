// What the page says as things happen, in the language of the office.

const words = JSON.parse(document.body.dataset.words);

export const say = (key, given = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => given[name]);
