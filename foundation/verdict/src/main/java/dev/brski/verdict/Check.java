package dev.brski.verdict;

/**
 * One named rule that a message, certificate or request can fail; each room lists its own as an
 * enum.
 */
public interface Check {

  /** The stable name of the rule, as logs, the documentation and tests cite it. */
  String id();

  /**
   * What the peer may be told when the rule is broken: true, short, and of no use to an attacker.
   */
  String told();
}
