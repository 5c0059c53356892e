/** What every user of Bide imports, and what a runtime implements. */
@org.jspecify.annotations.NullMarked
module dev.bide {
  requires static org.jspecify;
}
