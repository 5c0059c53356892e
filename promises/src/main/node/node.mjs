import { main } from "./classes.js";

main(process.argv.slice(2));
