/**
 * The contract between computations, owners and runtimes as an executable suite: each check carries
 * the number of the rule it is for. {@link dev.bide.testing.contract.ContractSuite} runs it on any
 * runtime that implements {@link dev.bide.testing.contract.Host}.
 */
package dev.bide.testing.contract;
