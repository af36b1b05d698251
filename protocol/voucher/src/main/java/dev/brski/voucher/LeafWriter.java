package dev.brski.voucher;

import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON of an artifact: only what is there, in the order asked for. */
final class LeafWriter {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ObjectNode top = MAPPER.createObjectNode();
  private final ObjectNode leaves;

  LeafWriter(String module) {
    leaves = top.putObject(module);
  }

  LeafWriter text(String name, Optional<String> value) {
    value.ifPresent(text -> leaves.put(name, text));
    return this;
  }

  LeafWriter instant(String name, Optional<Instant> value) {
    return text(name, value.map(at -> at.truncatedTo(ChronoUnit.MILLIS).toString()));
  }

  LeafWriter truth(String name, Optional<Boolean> value) {
    value.ifPresent(truth -> leaves.put(name, truth));
    return this;
  }

  LeafWriter binary(String name, Optional<byte[]> value) {
    return text(name, value.map(Binary::encode));
  }

  LeafWriter certificate(String name, Optional<X509Certificate> value) {
    return binary(name, value.map(Certificates::encoded));
  }

  byte[] toJson() {
    return MAPPER.writeValueAsBytes(top);
  }
}
