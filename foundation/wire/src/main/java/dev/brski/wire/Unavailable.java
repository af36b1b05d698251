package dev.brski.wire;

/**
 * Thrown by a {@link Handler} that cannot work at the moment, through no fault of the request: the
 * peer is answered 503 and comes back. Whatever is out of order has told the operator once; that a
 * peer has met it is worth no line.
 */
public class Unavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param told what the peer is told
   * @param cause why, for the log
   */
  public Unavailable(String told, Throwable cause) {
    super(told, cause);
  }

  /**
   * @param told what the peer is told
   */
  public Unavailable(String told) {
    super(told);
  }
}
