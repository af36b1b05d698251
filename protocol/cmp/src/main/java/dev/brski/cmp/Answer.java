package dev.brski.cmp;

import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** What an accepted response means to the end entity. */
public sealed interface Answer {

  /**
   * A certificate that passed all checks.
   *
   * @param path its path to the pinned certificate
   * @param caPubs trust anchors that may be taken from this response; usually none
   * @param withMods whether the authority changed what was asked for
   * @param confirm whether a certConf has to be sent
   */
  record Issued(
      X509Certificate certificate,
      TrustedPath path,
      List<X509Certificate> caPubs,
      boolean withMods,
      boolean confirm)
      implements Answer {

    /** Copies the list. */
    public Issued {
      caPubs = List.copyOf(caPubs);
    }
  }

  /**
   * A certificate that may not be used.
   *
   * @param confirm whether the rejection has to be told by a certConf; otherwise the operation ends
   *     silently (RFC 9483 section 3.6.1)
   */
  record Unacceptable(X509Certificate certificate, Refusal refusal, boolean confirm)
      implements Answer {}

  /**
   * Status waiting: a pollReq is to follow (section 4.4).
   *
   * @param certReqId what the pollReq refers to: 0, or -1 for the whole message
   */
  record Waiting(long certReqId, String text) implements Answer {}

  /** A pollRep: another pollReq is to follow after at least the time given. */
  record PollAgain(long certReqId, Duration checkAfter, String reason) implements Answer {}

  /** A pkiConf: the operation is complete. */
  record Confirmed() implements Answer {}

  /** An rp with status accepted: the certificate is revoked. */
  record Revoked() implements Answer {}

  /** A genp. */
  record Informed(Information information) implements Answer {}

  /**
   * Status rejection, from an ip, cp, kup, rp or error message: the operation has ended.
   *
   * @param authenticated false for an error message without protection that is believed
   */
  record Rejected(Body.StatusInfo status, boolean authenticated) implements Answer {}
}
