package dev.brski.registrar.audit;

import java.util.Optional;

/**
 * Something that a rule says of an audit log.
 *
 * @param check the id of the rule
 * @param ruling what the policy says of it
 * @param entry the number of the entry, from 1; empty when it is about the log as a whole
 * @param text what was found, fit to print
 * @param mark tells the same finding in a later log
 * @param accepted whether an operator accepted it for this device before; then it does not count
 */
public record Finding(
    String check,
    Ruling ruling,
    Optional<Integer> entry,
    String text,
    String mark,
    boolean accepted) {

  /** Whether it keeps the device from going on. */
  public boolean bites() {
    return !accepted && ruling.bites();
  }
}
