// Plain gradient descent alone: how the learning rate and the start decide where it goes.
import { trace } from "./optimizer-paths.js";

/** @param {HTMLElement} figure */
export function draw(figure) {
  trace(figure, ["sgd"], { surface: "valley", rate: 0.3, on: ["sgd"] });
}
