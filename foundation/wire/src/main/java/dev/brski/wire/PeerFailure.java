package dev.brski.wire;

import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.util.Optional;

/** A peer could not be reached, was not trusted, or did not answer as HTTP demands. */
public final class PeerFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** How far it went. */
  public enum Step {
    /** The name has no address, or none that may be connected to. */
    RESOLVE("resolving the name"),
    /** No TCP connection, or no such socket file. */
    CONNECT("connecting"),
    /** The TLS handshake failed, or the peer's certificate was refused. */
    TLS("the TLS handshake"),
    /** The request could not be sent. */
    SEND("sending the request"),
    /** No reply, a malformed one, or one beyond the limits. */
    RECEIVE("receiving the reply"),
    /** The time for all of it was up. */
    DEADLINE("waiting"),
    /** The connection had ended before; nothing was sent. */
    CLOSED("using a closed connection");

    private final String words;

    Step(String words) {
      this.words = words;
    }
  }

  /** A reply has more content than the limits allow. */
  static final class Oversize extends IOException {

    private static final long serialVersionUID = 1L;

    Oversize(String why) {
      super(why);
    }
  }

  private final Step step;
  private final String peer;
  private final transient Optional<Refusal> refusal;

  PeerFailure(Step step, String peer, String why, Throwable cause) {
    super(peer + ": " + step.words + " failed: " + why, cause);
    this.step = step;
    this.peer = peer;
    this.refusal = Optional.empty();
  }

  PeerFailure(Step step, String peer, String why) {
    super(peer + ": " + step.words + " failed: " + why);
    this.step = step;
    this.peer = peer;
    this.refusal = Optional.empty();
  }

  PeerFailure(Step step, String peer, Refusal refusal) {
    super(peer + ": " + step.words + " failed: " + refusal);
    this.step = step;
    this.peer = peer;
    this.refusal = Optional.of(refusal);
  }

  /** How far it went. */
  public Step step() {
    return step;
  }

  /** Whom it was about: {@code host:port}, or the path of a control socket. */
  public String peer() {
    return peer;
  }

  /** Why our judge refused the peer's certificate, or where it is, if that was it. */
  public Optional<Refusal> refusal() {
    return refusal;
  }

  /** Whether the peer replied, with more content than the limits allow. */
  public boolean oversize() {
    return getCause() instanceof Oversize;
  }

  /**
   * Whether the peer cannot have acted on the request. Otherwise it may or may not have; the same
   * octets are sent again (RFC 9811 section 3.3).
   */
  public boolean nothingSent() {
    return switch (step) {
      case RESOLVE, CONNECT, TLS, CLOSED -> true;
      case SEND, RECEIVE, DEADLINE -> false;
    };
  }
}
