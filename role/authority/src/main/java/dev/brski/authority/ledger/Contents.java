package dev.brski.authority.ledger;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What a certificate will say beside its subject, its key and its dates, as the profile had it when
 * the request came. What the profile says since does not count.
 *
 * @param alternativeNames the subjectAltName; none leaves it away
 * @param keyUsage the bits of keyUsage
 * @param extendedKeyUsages object identifiers in dotted form
 * @param validity how long it is to be valid; empty, for requests from before there were profiles,
 *     as long as {@code brski.yaml} says
 * @param listed whether it says where the revocation list is, where that is configured
 */
public record Contents(
    List<GeneralName> alternativeNames,
    int keyUsage,
    SequencedSet<String> extendedKeyUsages,
    Optional<Duration> validity,
    boolean listed) {

  /** Copies the collections. */
  public Contents {
    alternativeNames = List.copyOf(alternativeNames);
    extendedKeyUsages =
        Collections.unmodifiableSequencedSet(new LinkedHashSet<>(extendedKeyUsages));
  }
}
