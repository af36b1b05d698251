package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The members of one JSON object, read by type, noting what had to be tolerated. */
final class Leaves {

  private static final int LONGEST_DATE = 40;

  private final JsonNode object;
  private final Set<Tolerance> needed;
  private final Set<String> read = new HashSet<>();
  private final Optional<Map<String, Refusal>> unreadable;

  private Leaves(
      JsonNode object, Set<Tolerance> needed, Optional<Map<String, Refusal>> unreadable) {
    this.object = object;
    this.needed = needed;
    this.unreadable = unreadable;
  }

  /** Leaves of which each must be readable. */
  Leaves(JsonNode object, Set<Tolerance> needed) {
    this(object, needed, Optional.empty());
  }

  /** Leaves of which an unreadable one counts as absent, and is written down here. */
  static Leaves loosely(JsonNode object, Set<Tolerance> needed, Map<String, Refusal> unreadable) {
    return new Leaves(object, needed, Optional.of(unreadable));
  }

  /** A way to read one leaf. */
  interface Reading<T> {
    Optional<T> read() throws Broken;
  }

  /** What a leaf says; where that is allowed, one that cannot be read says nothing. */
  <T> Optional<T> leaf(String name, Reading<T> reading) throws Broken {
    try {
      return reading.read();
    } catch (Broken e) {
      if (unreadable.isEmpty()) {
        throw e;
      }
      unreadable.get().put(name, e.refusal());
      return Optional.empty();
    }
  }

  /** The JSON tree of the text, duplicates, trailing text and excess refused. */
  static JsonNode tree(byte[] utf8, VoucherLimits limits) throws Broken {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return mapper(limits).readTree(text);
    } catch (CharacterCodingException e) {
      throw new Broken(VoucherCheck.JSON, "the JSON text is not UTF-8");
    } catch (JacksonException e) {
      throw new Broken(
          VoucherCheck.JSON, "not JSON: " + Description.printable(e.getOriginalMessage()));
    }
  }

  private static JsonMapper mapper(VoucherLimits limits) {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.deepestJson())
            .maxDocumentLength(limits.mostOctets())
            .maxStringLength(limits.mostOctets())
            .maxNameLength(256)
            .maxNumberLength(32)
            .build();
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** The members nobody asked for, in their order, fit to print. */
  List<String> unread() {
    var names = new ArrayList<String>();
    for (var name : object.propertyNames()) {
      if (!read.contains(name)) {
        names.add(Description.printable(name));
      }
    }
    return names;
  }

  boolean has(String name) {
    return object.has(name);
  }

  Optional<String> text(String name) throws Broken {
    var node = find(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isString()) {
      throw malformed(name, "is not a string");
    }
    return Optional.of(node.get().stringValue());
  }

  String required(String name) throws Broken {
    return text(name).orElseThrow(() -> malformed(name, "is missing"));
  }

  Optional<Boolean> truth(String name) throws Broken {
    var node = find(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get().isBoolean()) {
      return Optional.of(node.get().booleanValue());
    }
    var text = node.get().isString() ? node.get().stringValue().toLowerCase(Locale.ROOT) : "";
    if (!text.equals("true") && !text.equals("false")) {
      throw malformed(name, "is not a boolean");
    }
    needed.add(Tolerance.STRING_BOOLEAN);
    return Optional.of(text.equals("true"));
  }

  Optional<Long> number(String name) throws Broken {
    var node = find(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get().isIntegralNumber() && node.get().canConvertToLong()) {
      return Optional.of(node.get().longValue());
    }
    if (node.get().isString() && node.get().stringValue().matches("[0-9]{1,18}")) {
      needed.add(Tolerance.STRING_NUMBER);
      return Optional.of(Long.valueOf(node.get().stringValue()));
    }
    throw malformed(name, "is not a whole number");
  }

  Optional<Instant> instant(String name) throws Broken {
    var text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (text.get().length() > LONGEST_DATE) {
        throw malformed(name, "is not a date and time");
      }
      return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
    } catch (DateTimeException _) {
      throw malformed(name, "is not a date and time of RFC 3339");
    }
  }

  Optional<byte[]> binary(String name) throws Broken {
    var text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Binary.decode(text.get(), needed).orElseThrow(() -> malformed(name, "is not base64")));
  }

  Optional<X509Certificate> certificate(String name) throws Broken {
    var der = binary(name);
    if (der.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Certificates.parse(der.get()));
    } catch (CertificateException e) {
      throw malformed(name, "is not a certificate: " + Description.printable(reason(e)));
    }
  }

  Optional<JsonNode> find(String name) {
    read.add(name);
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  static Broken malformed(String name, String what) {
    return new Broken(VoucherCheck.LEAF, "the leaf " + name + " " + what);
  }

  private static String reason(CertificateException e) {
    return String.valueOf(e.getMessage());
  }
}
