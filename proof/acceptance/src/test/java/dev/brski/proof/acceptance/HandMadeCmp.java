package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Foreign;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code openssl cmp} for a client that shows the same certificate in TLS as in its messages. */
record HandMadeCmp(Foreign openssl, Path folder) {

  /** The credential: in TLS a leaf with its issuers, in messages the leaf alone. */
  record Credential(Path certificates, Path leaf, Path issuers, Path key) {}

  /** Makes a key for a further certificate, in {@code new.key}. */
  void makeKey() throws IOException, InterruptedException {
    openssl
        .run(
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-out",
            file("new.key"))
        .expecting(0);
  }

  /** The arguments of one operation, with the pin as the only anchor. */
  String[] operation(
      String command, URI endpoint, Credential credential, Path pin, List<String> more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "cmp",
                "-config",
                "",
                "-batch",
                "-cmd",
                command,
                "-server",
                endpoint.getAuthority(),
                "-path",
                endpoint.getPath().substring(1),
                "-tls_used",
                "-tls_cert",
                credential.certificates().toString(),
                "-tls_key",
                credential.key().toString(),
                "-cert",
                credential.leaf().toString(),
                "-key",
                credential.key().toString(),
                "-extracerts",
                credential.issuers().toString(),
                "-trusted",
                pin.toString()));
    arguments.addAll(more);
    return arguments.toArray(String[]::new);
  }

  /** What lets an operation bring {@code new.pem}, with its chain beside it, for the new key. */
  List<String> bringing() {
    return List.of(
        "-newkey",
        file("new.key"),
        "-certout",
        file("new.pem"),
        "-chainout",
        file("new-chain.pem"));
  }

  /** Whether openssl verifies the new certificate with an anchor; fails if it does not. */
  void verifyNew(Path anchor) throws IOException, InterruptedException {
    openssl
        .run(
            "verify",
            "-CAfile",
            anchor.toString(),
            "-untrusted",
            file("new-chain.pem"),
            file("new.pem"))
        .expecting(0);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }
}
