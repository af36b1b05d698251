package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import dev.brski.voucher.Tolerance;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;

/** Something that happened on the way to the domain. */
public sealed interface Event {

  /** The pledge is in another state now; it is already on disk. */
  record Entered(State state) implements Event {}

  /** A TLS connection stands; a provisional one is to a registrar nobody has vouched for yet. */
  record Connected(URI registrar, X509Certificate certificate, boolean provisional)
      implements Event {}

  /** A message went out; {@code name} is the specification's, {@code size} in octets. */
  record Sent(URI registrar, String name, int size) implements Event {}

  /** A message came in; {@code status} is that of HTTP, {@code size} in octets. */
  record Received(URI registrar, String name, int status, int size) implements Event {}

  /** The registrar asks for patience: the next message goes out at {@code until}. */
  record Waiting(Awaited awaited, URI registrar, long seconds, Instant until) implements Event {}

  /** The registrar's voucher was read although it deviates from the specifications. */
  record Tolerated(URI registrar, Set<Tolerance> tolerances) implements Event {

    /** Makes the set immutable. */
    public Tolerated {
      tolerances = Set.copyOf(tolerances);
    }
  }

  /** A registrar, or an answer of it, was not acceptable, or it did not accept this device. */
  record Rejected(URI registrar, Refusal refusal) implements Event {}

  /** A registrar could not be reached or is out of order; the outstanding message is kept. */
  record Failed(URI registrar, String step, String cause) implements Event {}

  /** The registrar shows other certificates than before the waiting: a new attempt begins. */
  record StartedAfresh(URI registrar, String cause) implements Event {}

  /** A root that follows on the pinned one is trusted from now on; it is in the folder. */
  record RootTaken(X509Certificate root) implements Event {}

  /** The membership is installed in the folder. */
  record Installed(X509Certificate certificate) implements Event {}
}
