package dev.brski.proof.kit.books;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A pledge's folder: where it says it is, and what it holds. */
record PledgeBook(Path folder, JsonNode progress) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static PledgeBook of(Path folder) throws IOException {
    var state = folder.resolve("data").resolve("state.json");
    return new PledgeBook(
        folder,
        Files.exists(state)
            ? JSON.readTree(Files.readAllBytes(state)).path("progress")
            : JSON.createObjectNode());
  }

  String name() {
    return folder.getFileName().toString();
  }

  boolean isMember() {
    return step().equals("member");
  }

  boolean hasReported() {
    return progress.path("reported").asBoolean(false);
  }

  String step() {
    return progress.path("step").asString("factory-default");
  }

  /** SHA-256 of the voucher-request that a registrar has said it is at work on. */
  Optional<String> acknowledgedRequest() {
    var exchange = progress.path("exchange");
    return exchange.path("next").isObject()
        ? exchange.path("request").path("sha256").asStringOpt()
        : Optional.empty();
  }

  /** The transactionID of a request that a registrar has said it is at work on, or has answered. */
  Optional<String> acknowledgedTransaction() {
    var transaction = progress.path("transaction");
    return transaction.path("polling").isObject() || transaction.path("granted").isObject()
        ? transaction.path("transactionID").asStringOpt()
        : Optional.empty();
  }

  Optional<byte[]> voucher() throws IOException {
    var file = folder.resolve("voucher.vcj");
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  /** DER of the certificate it holds. */
  Optional<byte[]> certificate() throws IOException {
    var file = folder.resolve("ldevid.pem");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Digest.certificate(Files.readAllBytes(file)).getEncoded());
    } catch (CertificateException e) {
      throw new IOException(file + " is no certificate", e);
    }
  }
}
