package dev.brski.authority.profile;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The kinds of name in a subjectAltName (RFC 5280 section 4.2.1.6) that profiles make, and what of
 * each is sound. What a device or a list of devices says may be hostile: nothing is mended but the
 * case of host names.
 */
enum NameKind {
  DNS("dns", GeneralName.dNSName),
  URI("uri", GeneralName.uniformResourceIdentifier),
  EMAIL("email", GeneralName.rfc822Name),
  IP("ip", GeneralName.iPAddress);

  private static final int LONGEST_URI = 1024;
  private static final int LONGEST_HOST = 253;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern MAILBOX =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);
  private static final String UNRESERVED = "-._~";

  private final String word;
  private final int tag;

  NameKind(String word, int tag) {
    this.word = word;
    this.tag = tag;
  }

  String word() {
    return word;
  }

  /** What of a text can make no name of this kind, whatever the device. */
  Optional<String> objection(FieldText text) {
    return switch (this) {
      case DNS, IP -> Optional.empty();
      case URI ->
          text.pieces().getFirst() instanceof FieldText.Piece.Literal(var first)
                  && SCHEME.matcher(first).matches()
              ? Optional.empty()
              : Optional.of("does not begin with a scheme such as urn: or https:");
      case EMAIL ->
          text.fields().contains(Field.SERIAL) && !isBeforeAt(text)
              ? Optional.of("has {serial} elsewhere than before an @ that is written")
              : Optional.empty();
    };
  }

  private static boolean isBeforeAt(FieldText text) {
    boolean at = false;
    for (var piece : text.pieces()) {
      if (piece instanceof FieldText.Piece.Literal(var literal)) {
        at |= literal.contains("@");
      } else if (at && piece.equals(new FieldText.Piece.Value(Field.SERIAL))) {
        return false;
      }
    }
    return at;
  }

  /** The name for a device of which all fields are known; empty when it would be none. */
  Optional<GeneralName> name(FieldText text, DeviceFields device) {
    return switch (this) {
      case DNS ->
          Optional.of(text.of(device, value -> value))
              .filter(name -> name.chars().allMatch(character -> character < 0x80))
              .map(name -> name.toLowerCase(Locale.ROOT))
              .filter(NameKind::isHost)
              .filter(_ -> !text.fields().contains(Field.SERIAL) || isOneLabel(device))
              .map(this::made);
      case URI ->
          Optional.of(text.of(device, NameKind::percentEncoded))
              .filter(uri -> isUri(uri, device))
              .map(this::made);
      case EMAIL ->
          Optional.of(text.of(device, value -> value)).filter(NameKind::isMailbox).map(this::made);
      case IP ->
          address(text.of(device, value -> value))
              .map(octets -> new GeneralName(tag, new DEROctetString(octets)));
    };
  }

  /** The name that is to be filled in (RFC 9483 section 4.3.3). */
  GeneralName empty() {
    return this == IP ? new GeneralName(tag, new DEROctetString(new byte[0])) : made("");
  }

  private GeneralName made(String text) {
    return new GeneralName(tag, new DERIA5String(text));
  }

  /** A manufacturer chooses serial numbers; it may not choose the domain around them. */
  private static boolean isOneLabel(DeviceFields device) {
    return device.serial().indexOf('.') < 0;
  }

  /** A host name (RFC 1123 section 2.1) in lower case, without a wildcard. */
  static boolean isHost(String text) {
    var labels = text.split("\\.", -1);
    for (var label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return text.length() <= LONGEST_HOST && !labels[labels.length - 1].matches("[0-9]+");
  }

  private static boolean isMailbox(String text) {
    int at = text.indexOf('@');
    return at > 0
        && at <= 64
        && text.length() <= 254
        && MAILBOX.matcher(text.substring(0, at)).matches()
        && isHost(text.substring(at + 1));
  }

  private static boolean isUri(String text, DeviceFields device) {
    try {
      var uri = new java.net.URI(text);
      return text.length() <= LONGEST_URI
          && text.equals(uri.toASCIIString())
          && uri.isAbsolute()
          && (uri.getRawAuthority() == null || isServer(uri, device));
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static boolean isServer(java.net.URI uri, DeviceFields device) {
    var host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
    var serial = device.serial().toLowerCase(Locale.ROOT);
    boolean reaches = serial.indexOf('.') >= 0 && host.contains(serial);
    return uri.getRawUserInfo() == null
        && !reaches
        && (isHost(host) || address(host.replaceAll("^\\[|\\]$", "")).isPresent());
  }

  /** RFC 3986 section 2.1, of everything that is not unreserved. */
  private static String percentEncoded(String value) {
    var encoded = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (octet & 0xFF);
      boolean plain =
          (character >= 'a' && character <= 'z')
              || (character >= 'A' && character <= 'Z')
              || (character >= '0' && character <= '9')
              || UNRESERVED.indexOf(character) >= 0;
      encoded.append(
          plain ? String.valueOf(character) : "%%%02X".formatted(Integer.valueOf(character)));
    }
    return encoded.toString();
  }

  private static Optional<byte[]> address(String text) {
    var octets = text.split("\\.", -1);
    if (text.indexOf(':') < 0) {
      if (octets.length != 4) {
        return Optional.empty();
      }
      var address = new byte[4];
      for (int i = 0; i < 4; i++) {
        if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 255) {
          return Optional.empty();
        }
        address[i] = (byte) Integer.parseInt(octets[i]);
      }
      return Optional.of(address);
    }
    if (!text.matches("[0-9a-fA-F:.]{2,45}")) {
      return Optional.empty();
    }
    try {
      var address = InetAddress.ofLiteral(text);
      return address instanceof Inet4Address ? Optional.empty() : Optional.of(address.getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
