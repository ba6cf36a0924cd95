// Brings the interactive figures of a lesson to life; where one cannot be, its text stays.

for (const figure of document.querySelectorAll("figure[data-figure]")) {
  const name = figure.dataset.figure;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) continue;
  import(`./figures/${name}.js`)
    .then((module) => {
      module.draw(figure);
      figure.dataset.alive = "";
    })
    .catch((error) => console.warn(`The figure ${name} stays as text:`, error));
}
