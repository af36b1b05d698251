package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Foreign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Signed JSON in CMS as vouchers and voucher-requests are, made by {@code openssl cms -sign}.
 *
 * @param openssl the program
 * @param folder where its files lie
 */
record HandMadeCms(Foreign openssl, Path folder) {

  /** Where openssl works in a folder; the test is skipped, by name, without it. */
  static HandMadeCms demand(Path folder) throws InterruptedException {
    return new HandMadeCms(Foreign.demand("openssl", folder, "cms", "-help"), folder);
  }

  /** Signs a text with a credential, and puts other certificates in. */
  byte[] signed(String text, Path certificate, Path key, Path... others)
      throws IOException, InterruptedException {
    var json = Files.createTempFile(folder, "signed", ".json");
    Files.writeString(json, text);
    var made = Files.createTempFile(folder, "signed", ".vcj");
    var arguments =
        new ArrayList<>(
            List.of(
                "cms",
                "-sign",
                "-binary",
                "-nodetach",
                "-outform",
                "DER",
                "-econtent_type",
                "1.2.840.113549.1.9.16.1.40",
                "-md",
                "sha256",
                "-signer",
                certificate.toString(),
                "-inkey",
                key.toString(),
                "-in",
                json.toString(),
                "-out",
                made.toString()));
    if (others.length > 0) {
      arguments.addAll(List.of("-certfile", together(others).toString()));
    }
    openssl.run(arguments.toArray(String[]::new)).expecting(0);
    return Files.readAllBytes(made);
  }

  /** One file of all: of several, openssl takes the last. */
  private Path together(Path... files) throws IOException {
    var all = new StringBuilder();
    for (var file : files) {
      all.append(Files.readString(file));
    }
    return Files.writeString(Files.createTempFile(folder, "others", ".pem"), all);
  }
}
