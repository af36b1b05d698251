package dev.brski.registrar.onboarding;

import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What was checked before this registrar stored it, read again. Every method throws {@link
 * IllegalStateException} when it does not pass any more.
 */
public final class Stored {

  private Stored() {}

  /** A message, from its exact octets. */
  public static CmpMessage message(byte[] octets) {
    return sound(CmpMessage.parse(octets, CmpLimits.standard()));
  }

  /** Certificates, from PEM; none from an empty text. */
  public static List<X509Certificate> certificates(String pem) {
    if (pem.isEmpty()) {
      return List.of();
    }
    try {
      return Certificates.parsePem(pem.getBytes(StandardCharsets.US_ASCII));
    } catch (CertificateException e) {
      throw new IllegalStateException("our own stored certificates are unusable", e);
    }
  }

  /** What a judgement of it must be. */
  public static <T> T sound(Verdict<T> judged) {
    return switch (judged) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) ->
          throw new IllegalStateException("our own stored message is unusable: " + refusal);
    };
  }
}
