package dev.brski.registrar.enrollment;

import dev.brski.cmp.Body;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Information;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;

/**
 * What the authority has told of late in answer to support messages: who asks the same is answered
 * at once (RFC 9483 section 5.1.4, RFC 9733 section 4.2.4). It is kept in memory only. Revocation
 * lists are not: there may be a newer one at any moment. A request template may hold the names of
 * the one that asked, and is told again to that one alone.
 */
public final class Told {

  private static final int MOST = 64;

  private record Known(Information information, Instant at) {}

  private final InstantSource clock;
  private final Duration lasts;
  private final Supplier<?> basis;
  private Object told = List.of();
  private final Map<String, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Nothing known yet.
   *
   * @param lasts for how long the same may be told again; zero for never
   * @param basis what has to stay equal meanwhile, such as the roots of the domain
   */
  public Told(InstantSource clock, Duration lasts, Supplier<?> basis) {
    this.clock = clock;
    this.lasts = lasts;
    this.basis = basis;
  }

  private void compare() {
    var now = basis.get();
    if (!now.equals(told)) {
      known.clear();
      told = now;
    }
  }

  /** What was told of late to whoever asked the same of the same profile. */
  public synchronized Optional<Information> of(CmpMessage inquiry) {
    compare();
    var now = clock.instant();
    return Optional.ofNullable(known.get(key(inquiry)))
        .filter(last -> isFresh(last, now))
        .map(Known::information);
  }

  synchronized void keep(CmpMessage inquiry, Information information) {
    compare();
    var now = clock.instant();
    known.values().removeIf(earlier -> !isFresh(earlier, now));
    switch (information) {
      case Information.RevocationList _ -> {}
      case Information.CaCertificates _, Information.RootUpdate _, Information.RequestTemplate _ ->
          known.put(key(inquiry), new Known(information, now));
    }
  }

  private boolean isFresh(Known earlier, Instant now) {
    return !now.isBefore(earlier.at()) && now.isBefore(earlier.at().plus(lasts));
  }

  private static String asker(CmpMessage inquiry) {
    return inquiry.extraCerts().stream()
        .findFirst()
        .map(Certificates::encoded)
        .map(CryptoSuite::sha256)
        .map(HexFormat.of()::formatHex)
        .orElse("");
  }

  private static String key(CmpMessage inquiry) {
    var asked = ((Body.GeneralMessage) inquiry.body()).only();
    try {
      return (asked.getInfoType().equals(CMPObjectIdentifiers.id_it_certReqTemplate)
              ? asker(inquiry)
              : "")
          + ":"
          + inquiry.header().certProfile().orElse("")
          + ":"
          + HexFormat.of().formatHex(CryptoSuite.sha256(asked.getEncoded(ASN1Encoding.DER)));
    } catch (IOException e) {
      throw new UncheckedIOException("what was read cannot fail to be written", e);
    }
  }
}
