package dev.brski.registrar.carrier;

import dev.brski.wire.PeerFailure;

/** Asks a peer while somebody waits for the answer: for questions that may be asked again. */
@FunctionalInterface
public interface Upstream {

  /**
   * Sends a message and waits for its answer.
   *
   * @param label the path segment of its operation
   * @throws PeerFailure when none came
   */
  Answer ask(String label, byte[] message) throws PeerFailure, InterruptedException;
}
