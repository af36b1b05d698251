package dev.brski.authority.profile;

import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * One of the subjectAltNames of a profile: a text of one kind, with fields of the device in it.
 *
 * @param dns a host name
 * @param uri a URI; what a field holds is percent-encoded
 * @param email a mailbox
 * @param ip an IPv4 or IPv6 address
 * @param missing what happens when a field of it is not known; what the profile says
 */
public record NameTemplate(
    Optional<FieldText> dns,
    Optional<FieldText> uri,
    Optional<FieldText> email,
    Optional<FieldText> ip,
    Optional<Missing> missing) {

  private static final DeviceFields ANY =
      new DeviceFields("x", "x", Optional.of("x"), Optional.of("x"), Optional.of("x"));

  /** Demands one kind, and a text that can be a name of it. */
  public NameTemplate {
    if (Stream.of(dns, uri, email, ip).filter(Optional::isPresent).count() != 1) {
      throw new IllegalArgumentException("a name is one of dns, uri, email and ip");
    }
    var kind = kind(dns, uri, email);
    var text = text(dns, uri, email, ip);
    kind.objection(text)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("'" + text.written() + "' " + why);
            });
    boolean sampled = kind != NameKind.IP || text.fields().isEmpty();
    if (sampled && kind.name(text, ANY).isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text.written() + "' makes no " + kind.word() + " of any device");
    }
  }

  private static NameKind kind(
      Optional<FieldText> dns, Optional<FieldText> uri, Optional<FieldText> email) {
    if (dns.isPresent()) {
      return NameKind.DNS;
    }
    if (uri.isPresent()) {
      return NameKind.URI;
    }
    return email.isPresent() ? NameKind.EMAIL : NameKind.IP;
  }

  private static FieldText text(
      Optional<FieldText> dns,
      Optional<FieldText> uri,
      Optional<FieldText> email,
      Optional<FieldText> ip) {
    return dns.or(() -> uri).or(() -> email).or(() -> ip).orElseThrow();
  }

  /** Its kind. */
  NameKind kind() {
    return kind(dns, uri, email);
  }

  private FieldText text() {
    return text(dns, uri, email, ip);
  }

  /**
   * The name of a device; empty when something of it is not known and it may be left out.
   *
   * @param usual what happens with what is missing when it says nothing itself
   */
  Verdict<Optional<GeneralName>> of(DeviceFields device, Missing usual) {
    var unknown = text().missing(device);
    if (unknown.isPresent()) {
      return missing.orElse(usual) == Missing.OMIT
          ? Verdict.accepted(Optional.empty())
          : unknown("the " + kind().word(), unknown.get());
    }
    var name = kind().name(text(), device);
    return name.isPresent()
        ? Verdict.accepted(name)
        : unfit("the " + kind().word(), text(), text().of(device, value -> value));
  }

  /** As it is written in a profile. */
  String written() {
    return kind().word() + ":" + text().written();
  }

  static <T> Verdict<T> unknown(String what, Field field) {
    return Verdict.refused(
        ProfileCheck.FIELD,
        what + " needs the device's " + field.word() + ", and the inventory does not say it",
        "Add it: brski authority inventory import; or write 'missing: omit' into the profile.");
  }

  static <T> Verdict<T> unfit(String what, FieldText text, String value) {
    return Verdict.refused(
        ProfileCheck.NAME,
        what + " '" + text.written() + "' of the profile becomes " + Description.printable(value),
        "Correct what the inventory says of the device, or the text in the profile.");
  }
}
