// Words by blank, read and shown as numbers are.
export { show, valueOf } from "./numeric.js";
