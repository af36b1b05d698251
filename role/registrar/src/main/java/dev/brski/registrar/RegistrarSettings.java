package dev.brski.registrar;

import dev.brski.wire.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code brski.yaml} of a registrar says.
 *
 * @param listen where pledges reach it
 * @param domain the name of the domain that devices are put into
 * @param authority the URL of the domain's authority
 * @param answerWithin how long a pledge waits for an answer before it is told to come back; 5 s
 * @param pollsPerSecond how many polls of all waiting devices together are wanted; 20
 */
public record RegistrarSettings(
    HostPort listen,
    String domain,
    URI authority,
    Optional<Duration> answerWithin,
    Optional<Integer> pollsPerSecond) {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int POLLS_PER_SECOND = 20;

  /** How long a pledge waits for an answer before it is told to come back. */
  public Duration patience() {
    return answerWithin.orElse(ANSWER_WITHIN);
  }

  /** How many polls of all waiting devices together are wanted in a second. */
  public int pollBudget() {
    return pollsPerSecond.orElse(POLLS_PER_SECOND);
  }

  /** Where the authority is. */
  public HostPort authorityAddress() {
    return new HostPort(authority.getHost(), authority.getPort() < 0 ? 443 : authority.getPort());
  }
}
