/**
 * A runtime stepped by hand in virtual time, and the contract's rules as a suite for runtime
 * authors.
 */
@org.jspecify.annotations.NullMarked
module dev.bide.testing {
  requires transitive dev.bide;
  requires static org.jspecify;

  exports dev.bide.testing;
  exports dev.bide.testing.contract;

  uses dev.bide.testing.contract.ContractSuite.Source;
}
