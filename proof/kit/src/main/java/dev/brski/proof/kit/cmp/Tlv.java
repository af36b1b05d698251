package dev.brski.proof.kit.cmp;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of DER with its content as octets, which may be anything.
 *
 * @param tag the identifier octet
 * @param content what stands behind the length
 */
public record Tlv(int tag, byte[] content) {

  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int SEQUENCE = 0x30;
  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  /** Copies the octets. */
  public Tlv {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  /** The first element of some octets, which must be whole. */
  public static Tlv of(byte[] der) {
    return all(der).getFirst();
  }

  /** The elements that some octets are. */
  public static List<Tlv> all(byte[] der) {
    var elements = new ArrayList<Tlv>();
    int at = 0;
    while (at < der.length) {
      int tag = der[at++] & 0xff;
      int length = der[at++] & 0xff;
      if (length > 0x80) {
        int octets = length & 0x7f;
        length = new BigInteger(1, Arrays.copyOfRange(der, at, at + octets)).intValueExact();
        at += octets;
      }
      elements.add(new Tlv(tag, Arrays.copyOfRange(der, at, at + length)));
      at += length;
    }
    return List.copyOf(elements);
  }

  /** The elements within. */
  public List<Tlv> children() {
    return all(content);
  }

  /** A SEQUENCE. */
  public static Tlv sequence(List<Tlv> elements) {
    return constructed(SEQUENCE, elements);
  }

  /** A SEQUENCE. */
  public static Tlv sequence(Tlv... elements) {
    return sequence(List.of(elements));
  }

  /** A SET. */
  public static Tlv set(Tlv... elements) {
    return constructed(0x31, List.of(elements));
  }

  /** Elements in an explicit context-specific tag. */
  public static Tlv context(int number, Tlv... elements) {
    return constructed(CONTEXT | CONSTRUCTED | number, List.of(elements));
  }

  /** The element with a context-specific tag in the place of its own. */
  public Tlv implicit(int number) {
    return new Tlv(CONTEXT | (tag & CONSTRUCTED) | number, content);
  }

  /** An INTEGER. */
  public static Tlv integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  /** An INTEGER. */
  public static Tlv integer(BigInteger value) {
    return new Tlv(0x02, value.toByteArray());
  }

  /** An ENUMERATED. */
  public static Tlv enumerated(int value) {
    return new Tlv(0x0a, new byte[] {(byte) value});
  }

  /** A BOOLEAN that is true. */
  public static Tlv yes() {
    return new Tlv(0x01, new byte[] {-1});
  }

  /** An OCTET STRING. */
  public static Tlv octets(byte[] value) {
    return new Tlv(0x04, value);
  }

  /** A BIT STRING of whole octets. */
  public static Tlv bits(byte[] value) {
    var content = new byte[value.length + 1];
    System.arraycopy(value, 0, content, 1, value.length);
    return new Tlv(0x03, content);
  }

  /** A NULL. */
  public static Tlv nothing() {
    return new Tlv(0x05, new byte[0]);
  }

  /** A UTF8String. */
  public static Tlv utf8(String value) {
    return new Tlv(0x0c, value.getBytes(StandardCharsets.UTF_8));
  }

  /** An IA5String. */
  public static Tlv ia5(String value) {
    return new Tlv(0x16, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** A GeneralizedTime. */
  public static Tlv time(Instant at) {
    return new Tlv(0x18, GENERALIZED.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  /** A UTCTime. */
  public static Tlv utcTime(Instant at) {
    return new Tlv(0x17, UTC.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  /** An OBJECT IDENTIFIER, of arcs however great. */
  public static Tlv oid(String dotted) {
    var arcs = Arrays.stream(dotted.split("\\.")).map(BigInteger::new).toList();
    var content = new ByteArrayOutputStream();
    var first = arcs.getFirst().multiply(BigInteger.valueOf(40)).add(arcs.get(1));
    content.writeBytes(base128(first));
    arcs.subList(2, arcs.size()).forEach(arc -> content.writeBytes(base128(arc)));
    return new Tlv(0x06, content.toByteArray());
  }

  private static byte[] base128(BigInteger arc) {
    int octets = Math.max(1, (arc.bitLength() + 6) / 7);
    var encoded = new byte[octets];
    for (int i = 0; i < octets; i++) {
      int more = i < octets - 1 ? 0x80 : 0;
      encoded[i] = (byte) ((arc.shiftRight(7 * (octets - 1 - i)).intValue() & 0x7f) | more);
    }
    return encoded;
  }

  private static Tlv constructed(int tag, List<Tlv> elements) {
    var content = new ByteArrayOutputStream();
    elements.forEach(element -> content.writeBytes(element.encoded()));
    return new Tlv(tag, content.toByteArray());
  }

  /** Whether it is the same element. */
  public boolean isSame(Tlv other) {
    return tag == other.tag && Arrays.equals(content, other.content);
  }

  /** Its DER. */
  public byte[] encoded() {
    var encoded = new ByteArrayOutputStream();
    encoded.write(tag);
    encoded.writeBytes(length(content.length));
    encoded.writeBytes(content);
    return encoded.toByteArray();
  }

  private static byte[] length(int length) {
    if (length < 0x80) {
      return new byte[] {(byte) length};
    }
    var minimal = BigInteger.valueOf(length).toByteArray();
    int skipped = minimal[0] == 0 ? 1 : 0;
    var encoded = new byte[1 + minimal.length - skipped];
    encoded[0] = (byte) (0x80 | (encoded.length - 1));
    System.arraycopy(minimal, skipped, encoded, 1, minimal.length - skipped);
    return encoded;
  }
}
