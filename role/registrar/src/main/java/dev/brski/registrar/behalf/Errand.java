package dev.brski.registrar.behalf;

import dev.brski.registrar.carrier.Trouble;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A PKI management operation that the registrar requests in the place of another entity (RFC 9483
 * section 5.3), as much of it as a resumption needs.
 *
 * @param id the transactionID of its first request, in hexadecimal
 * @param kind what is asked for
 * @param manufacturer who made the device for which a certificate is asked for
 * @param device the serial number of the device that it is about
 * @param object SHA-256 of the certificate to be revoked, or of the PKCS #10, in hexadecimal, with
 *     the name of the profile behind it, if one is wanted
 * @param name what operators know it by: the certificate's serial number, or the subject asked for
 * @param generation the one of the registrar's credential that signs for it
 * @param request the rr or p10cr, exact octets
 * @param waiting the latest answer that said to wait, which the next pollReq follows
 * @param known what certificates came with the answers, for later ones without extraCerts
 * @param granted what the authority has granted
 * @param order who wants it, and why
 * @param ordered since when
 * @param attempts how often the authority has been asked in vain in a row
 * @param nextAttempt when it is asked again
 * @param trouble why the latest attempt came to nothing, or what ended it
 */
public record Errand(
    String id,
    Kind kind,
    Optional<String> manufacturer,
    String device,
    String object,
    String name,
    int generation,
    State state,
    byte[] request,
    Optional<byte[]> waiting,
    List<X509Certificate> known,
    Optional<Granted> granted,
    Order order,
    Instant ordered,
    int attempts,
    Instant nextAttempt,
    Optional<Trouble> trouble) {

  /** Copies the list. */
  public Errand {
    known = List.copyOf(known);
  }

  /** The certificate that was granted, whether it counts or not. */
  public Optional<X509Certificate> certificate() {
    return granted.map(found -> Stored.certificates(found.certificates()).getFirst());
  }

  /** What is asked for. */
  public enum Kind {
    /** That a certificate be revoked (section 5.3.2). */
    REVOCATION("revocation of certificate"),
    /** A certificate for a key that somebody else holds (section 5.3.1). */
    CERTIFICATE("certificate for");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** As operators read it, before the {@link Errand#name}. */
    public String title() {
      return title;
    }
  }

  /** Whether it goes on. */
  public enum State {
    /** It is gone on with, with the same octets. */
    OPEN("waits for the authority"),
    /** The authority has done it. */
    DONE("done"),
    /** It was refused, on either side. */
    REFUSED("refused"),
    /** An operator has taken it back. */
    CANCELLED("cancelled");

    private final String title;

    State(String title) {
      this.title = title;
    }

    /** In words. */
    public String title() {
      return title;
    }
  }

  /**
   * A certificate that the authority has made.
   *
   * @param response the answer that brought it, exact octets
   * @param certificates it and its issuers, in PEM
   * @param certConf what the authority wants to hear of it, exact octets
   * @param unwanted why it is rejected, if it is
   */
  public record Granted(
      byte[] response, String certificates, Optional<byte[]> certConf, Optional<String> unwanted) {}
}
