package dev.brski.demo.story;

import java.util.Optional;

/** What each message is for, told to somebody who has never seen one, and where it is specified. */
enum Kind {
  VOUCHER_REQUEST(
      "voucher-request",
      "voucher-request",
      "RFC 8995 §5.2",
      "The device asks whose it is. It signs with the key of its birth certificate, and names the"
          + " certificate that it was shown on this very connection, so that nobody can stand in"
          + " between without being seen.",
      "TLS, provisional: the device shows its birth certificate and trusts nobody yet"
          + " (RFC 8995 §5.1)"),
  REGISTRAR_VOUCHER_REQUEST(
      "registrar voucher-request",
      "registrar voucher-request",
      "RFC 8995 §5.5",
      "The registrar asks the manufacturer's MASA on the device's behalf. The device's own request"
          + " lies inside, as it came, and the registrar signs around it.",
      ""),
  VOUCHER(
      "voucher",
      "voucher",
      "RFC 8995 §5.6 · RFC 8366 §5",
      "The MASA states, signed: the device with this serial number belongs to the domain of this"
          + " certificate. The device left the factory with the anchor that verifies it. The"
          + " registrar hands it on.",
      ""),
  VOUCHER_STATUS(
      "voucher status",
      "voucher status",
      "RFC 8995 §5.7",
      "The device says that it accepts the voucher. It is not signed by itself: it travels in the"
          + " TLS connection that both sides have verified by now.",
      "The device verifies the voucher with its manufacturer's anchor, and the registrar with the"
          + " voucher: TLS is no longer provisional (RFC 8995 §5.6.1, §5.6.2)"),
  CERTIFICATION_REQUEST(
      "ir",
      "certification request (ir)",
      "RFC 9733 §4.2.4 · RFC 9483 §4.1.1",
      "The device has made a new key and asks for a certificate for it. The request is signed with"
          + " the key of its birth certificate, so it proves by itself who asks, however long and"
          + " by whatever way it travels. That is what RFC 9733 adds to BRSKI.",
      "The device makes a new key pair; the private key never leaves it"),
  NESTED_CERTIFICATION_REQUEST(
      "nested ir",
      "nested request (nested ir)",
      "RFC 9483 §5.2.2.1 · RFC 9733 §5.1",
      "The registrar agrees, by signing around the device's request. Not one octet of the request"
          + " is changed, and the voucher that the consent rests on comes along as evidence.",
      ""),
  WAITING(
      "waiting",
      "waiting",
      "RFC 9483 §4.4",
      "The certificate is not there yet. The device is told so, and asks again later.",
      ""),
  CERTIFICATION_RESPONSE(
      "ip",
      "certification response (ip)",
      "RFC 9483 §4.1.1 · RFC 9733 §5.1",
      "The authority has verified the device's signature and the registrar's, and has issued the"
          + " certificate. Its answer is signed under the very CA that the voucher named; the"
          + " registrar hands it on as it is.",
      ""),
  CERTIFICATE_CONFIRM(
      "certConf",
      "certificate confirm (certConf)",
      "RFC 9483 §4.1.1",
      "The device confirms that it takes the certificate.",
      ""),
  NESTED_CERTIFICATE_CONFIRM(
      "nested certConf",
      "nested confirm (certConf)",
      "RFC 9483 §5.2.2.1",
      "The registrar hands the confirmation on, signed around it.",
      ""),
  PKI_CONFIRM(
      "pkiConf",
      "confirmation (pkiConf)",
      "RFC 9483 §4.1.1",
      "The authority knows now that the device has its certificate.",
      ""),
  ENROLL_STATUS(
      "enroll status",
      "enroll status",
      "RFC 8995 §5.9.4",
      "The device is a member, and says so over a connection on which it shows its new"
          + " certificate.",
      "The device verifies the answer with the voucher's CA, installs its certificate, and opens a"
          + " new TLS connection with it");

  private final String title;
  private final String plain;
  private final String sections;
  private final String meaning;
  private final String before;

  Kind(String title, String plain, String sections, String meaning, String before) {
    this.title = title;
    this.plain = plain;
    this.sections = sections;
    this.meaning = meaning;
    this.before = before;
  }

  /** By the name that the registrar gives it. */
  static Kind titled(String title) {
    for (var kind : values()) {
      if (kind.title.equals(title)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("there is no message called " + title);
  }

  String title() {
    return title;
  }

  /** What it is called where there is room. */
  String plain() {
    return plain;
  }

  String sections() {
    return sections;
  }

  String meaning() {
    return meaning;
  }

  /** What happens just before it without a message. */
  Optional<String> before() {
    return before.isEmpty() ? Optional.empty() : Optional.of(before);
  }

  boolean isVoucherArtifact() {
    return switch (this) {
      case VOUCHER_REQUEST, REGISTRAR_VOUCHER_REQUEST, VOUCHER -> true;
      default -> false;
    };
  }

  boolean isStatus() {
    return this == VOUCHER_STATUS || this == ENROLL_STATUS;
  }

  boolean isNested() {
    return this == NESTED_CERTIFICATION_REQUEST || this == NESTED_CERTIFICATE_CONFIRM;
  }
}
