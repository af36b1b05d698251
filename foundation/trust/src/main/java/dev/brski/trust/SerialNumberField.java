package dev.brski.trust;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the IDevIDs of a manufacturer have the serial number of the device (RFC 8995 section
 * 2.3.1). What the other field says counts for nothing.
 */
public enum SerialNumberField {
  /** The attribute serialNumber of the subject (X520SerialNumber, RFC 5280 appendix A.1). */
  SUBJECT {
    @Override
    public Verdict<String> read(X509Certificate idevid) {
      return Certificates.serialNumberAttribute(idevid)
          .map(Verdict::accepted)
          .orElseGet(
              () ->
                  absent(
                      "the subject "
                          + Certificates.nameText(idevid.getSubjectX500Principal())
                          + " has no single serialNumber"));
    }
  },
  /**
   * hwSerialNum of the hardware module name in the subjectAltName (RFC 4108 section 5), its octets
   * taken for text of ASCII.
   */
  HARDWARE_MODULE_NAME {
    @Override
    public Verdict<String> read(X509Certificate idevid) {
      try {
        var names = HardwareModuleName.of(idevid);
        return switch (names.size()) {
          case 0 ->
              absent(
                  "the certificate of "
                      + Certificates.nameText(idevid.getSubjectX500Principal())
                      + " has no hardware module name in its subjectAltName");
          case 1 -> text(names.getFirst().serialNumber());
          default -> unusable("it has " + names.size() + " hardware module names");
        };
      } catch (CertificateParsingException e) {
        return unusable(Description.printable(String.valueOf(e.getMessage()), MOST_TOLD));
      }
    }
  };

  private static final Pattern USABLE = Pattern.compile("[!-~]([ -~]{0,62}[!-~])?");
  private static final int MOST_TOLD = 200;
  private static final int MOST_OCTETS_TOLD = 16;

  /** The serial number, or why there is none in this field that could be one. */
  public abstract Verdict<String> read(X509Certificate idevid);

  /**
   * What a device takes for its serial number, which knows of no setting: the subject's attribute,
   * or the hwSerialNum if the subject has none.
   */
  public static Verdict<String> own(X509Certificate idevid) {
    return switch (SUBJECT.read(idevid)) {
      case Verdict.Accepted<String> named -> named;
      case Verdict.Refused<String>(Refusal subject) ->
          HARDWARE_MODULE_NAME
              .read(idevid)
              .mapRefusal(
                  hardware ->
                      Refusal.of(
                          hardware.check(),
                          subject.cause() + ", and " + hardware.cause(),
                          hardware.remedy()));
    };
  }

  /** As it is written in settings, such as {@code hardware-module-name}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The field of a word.
   *
   * @throws IllegalArgumentException naming all words, if it is none
   */
  public static SerialNumberField parse(String word) {
    return Stream.of(values())
        .filter(field -> field.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the fields are " + words(", ")));
  }

  private static String words(String between) {
    return Stream.of(values()).map(SerialNumberField::word).collect(Collectors.joining(between));
  }

  private static Verdict<String> absent(String cause) {
    return Verdict.refused(
        SerialNumberCheck.FIELD,
        cause,
        "Ask the manufacturer where its IDevIDs have the serial number: serial-number says which"
            + " field counts, "
            + words(" or ")
            + ".");
  }

  private static Verdict<String> text(byte[] octets) {
    var text = new String(octets, StandardCharsets.ISO_8859_1);
    return USABLE.matcher(text).matches()
        ? Verdict.accepted(text)
        : unusable(
            "the hwSerialNum has "
                + octets.length
                + " octets: "
                + HexFormat.of()
                    .formatHex(Arrays.copyOf(octets, Math.min(octets.length, MOST_OCTETS_TOLD)))
                + (octets.length > MOST_OCTETS_TOLD ? "…" : ""));
  }

  private static Verdict<String> unusable(String cause) {
    return Verdict.refused(
        SerialNumberCheck.HARDWARE,
        cause,
        "It must be one, of 1 to 64 printable characters of ASCII without a space at either end;"
            + " the manufacturer must make such IDevIDs.");
  }
}
