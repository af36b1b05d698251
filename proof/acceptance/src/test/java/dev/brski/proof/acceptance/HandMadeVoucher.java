package dev.brski.proof.acceptance;

import dev.brski.proof.kit.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A voucher of one's choice: sound until something of it is changed.
 *
 * @param leaves its leaves, by name
 * @param signer the certificate of whoever signs it
 * @param key the signer's key
 */
record HandMadeVoucher(Map<String, String> leaves, Path signer, Path key) {

  /** One as a MASA would issue it with the voucher signer of its folder. */
  static HandMadeVoucher sound(String serial, String nonce, String pin, Path masa) {
    var leaves = new LinkedHashMap<String, String>();
    leaves.put("created-on", at(0));
    leaves.put("assertion", "proximity");
    leaves.put("serial-number", serial);
    leaves.put("nonce", nonce);
    leaves.put("pinned-domain-cert", pin);
    return new HandMadeVoucher(
        leaves, masa.resolve("keys/voucher-signer.pem"), masa.resolve("keys/voucher-signer.key"));
  }

  /** The date so many days from now. */
  static String at(int days) {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(days, ChronoUnit.DAYS).toString();
  }

  /** The same with another leaf. */
  HandMadeVoucher with(String name, String value) {
    var changed = new LinkedHashMap<>(leaves);
    changed.put(name, value);
    return new HandMadeVoucher(changed, signer, key);
  }

  /** The same without a leaf. */
  HandMadeVoucher without(String name) {
    var changed = new LinkedHashMap<>(leaves);
    changed.remove(name);
    return new HandMadeVoucher(changed, signer, key);
  }

  /** The same, signed by somebody else. */
  HandMadeVoucher signedBy(Path other, Path otherKey) {
    return new HandMadeVoucher(leaves, other, otherKey);
  }

  /** Its octets; every certificate of the signer's file is put in. */
  byte[] made(HandMadeCms cms) throws IOException, InterruptedException {
    var text =
        leaves.entrySet().stream()
            .map(leaf -> "\"%s\":\"%s\"".formatted(leaf.getKey(), leaf.getValue()))
            .collect(Collectors.joining(",", "{\"ietf-voucher:voucher\":{", "}}"));
    var chain = PemFile.read(signer);
    if (chain.blocks().size() == 1) {
      return cms.signed(text, signer, key);
    }
    var issuers = chain.writeRest(Files.createTempFile(cms.folder(), "issuers", ".pem"));
    return cms.signed(text, signer, key, issuers);
  }
}
