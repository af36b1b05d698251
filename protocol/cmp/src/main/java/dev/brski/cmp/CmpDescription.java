package dev.brski.cmp;

import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Any message told for people, as far as it can be read: also one that {@link CmpMessage#parse}
 * refuses. Nothing in it has been proven but what it says to have been verified.
 */
public final class CmpDescription {

  private static final CmpLimits LIMITS = CmpLimits.batch();

  private final CryptoSuite suite;

  /** Descriptions that verify protections with the suite. */
  public CmpDescription(CryptoSuite suite) {
    this.suite = suite;
  }

  /** The tree of a message: header, body, protection and certificates. */
  public Description describe(byte[] der) {
    try {
      return describe(Der.scan(der.clone(), LIMITS), 0);
    } catch (MalformedMessage e) {
      return unreadable(der, e);
    }
  }

  /** What a request for a certificate should hold (RFC 9483 section 4.3.3). */
  public static Description describe(Information.Template template) {
    return SupportDescription.template(template);
  }

  private Description describe(Der.Element message, int nesting) throws MalformedMessage {
    var parts = MessageStructure.read(message);
    var children = new ArrayList<Description>();
    var header = read(() -> CmpHeader.read(parts.header()), "header", children);
    header.ifPresent(found -> children.add(new HeaderDescription(found).tree()));
    var body = read(() -> new BodyReader(LIMITS, nesting).read(parts.body()), "body", children);
    body.ifPresent(
        found -> children.add(new BodyDescription(member -> member(member, nesting)).tree(found)));
    var certificates =
        read(
                () -> CmpMessage.certificates(parts.extraCerts(), LIMITS, "extraCerts"),
                "extraCerts",
                children)
            .orElse(List.of());
    children.add(new ProtectionDescription(suite).tree(header, parts, certificates));
    if (!certificates.isEmpty()) {
      children.add(
          Description.group(
              "extraCerts",
              certificates.stream()
                  .map(certificate -> CertificateDescription.tree("certificate", certificate))
                  .toList()));
    }
    return new Description(
        "PKIMessage",
        body.map(found -> found.type() + ", ").orElse("")
            + (message.end() - message.start())
            + " octets, SHA-256 "
            + HexFormat.of().formatHex(CryptoSuite.sha256(message.encoded())),
        children);
  }

  private Description member(NestedMember member, int nesting) {
    var encoded = member.encoded();
    try {
      return describe(Der.scan(encoded, LIMITS), nesting + 1);
    } catch (MalformedMessage e) {
      return unreadable(encoded, e);
    }
  }

  private static Description unreadable(byte[] der, MalformedMessage why) {
    var salvage = CmpMessage.salvage(der);
    var children = new ArrayList<Description>();
    salvage.type().ifPresent(type -> children.add(Description.of("type", type.name())));
    salvage
        .sender()
        .ifPresent(sender -> children.add(Description.of("sender", HeaderName.text(sender))));
    salvage
        .transactionId()
        .ifPresent(id -> children.add(Description.of("transactionID", id.hex())));
    salvage
        .senderNonce()
        .ifPresent(nonce -> children.add(Description.of("senderNonce", nonce.hex())));
    return new Description("no PKIMessage", der.length + " octets: " + why.causeText(), children);
  }

  private static <T> Optional<T> read(Reading<T> reading, String part, List<Description> children) {
    try {
      return Optional.of(reading.read());
    } catch (MalformedMessage e) {
      children.add(Description.of(part, "unreadable: " + e.causeText()));
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws MalformedMessage;
  }
}
