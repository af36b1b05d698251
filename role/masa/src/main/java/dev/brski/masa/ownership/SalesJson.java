package dev.brski.masa.ownership;

import dev.brski.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sales as a JSON array of objects; the number of a line is that of its object, from 1. */
final class SalesJson {

  private static final String FORM =
      "It is [{\"serial\": \"…\", \"customer\": \"…\"}, …], or with certificate, a file.";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxStringLength(4096)
                          .maxNumberLength(64)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SalesJson() {}

  static Verdict<List<SalesLine>> read(String text, CertificateFiles certificates) {
    try {
      var lines = new ArrayList<SalesLine>();
      for (var element : JSON.readTree(text)) {
        if (lines.size() > SalesFile.MOST_LINES) {
          break;
        }
        lines.add(line(lines.size() + 1, element, certificates));
      }
      return Verdict.accepted(lines);
    } catch (JacksonException e) {
      var where = e.getLocation();
      return SalesFile.refused(
          "it is no JSON: "
              + e.getOriginalMessage()
              + (where == null ? "" : ", in line " + where.getLineNr()),
          FORM);
    }
  }

  private static SalesLine line(int number, JsonNode element, CertificateFiles certificates) {
    var serial = element.path("serial");
    if (!serial.isString()
        || !isTextOrAbsent(element, "customer")
        || !isTextOrAbsent(element, "certificate")) {
      return SalesLine.bad(
          number,
          serial.isString() ? serial.stringValue() : "",
          "it is no object of texts with the members serial, and customer or certificate");
    }
    return certificates.line(
        number, serial.stringValue(), text(element, "customer"), text(element, "certificate"));
  }

  private static boolean isTextOrAbsent(JsonNode element, String name) {
    return !element.has(name) || element.path(name).isString();
  }

  private static String text(JsonNode element, String name) {
    return element.path(name).isString() ? element.path(name).stringValue() : "";
  }
}
