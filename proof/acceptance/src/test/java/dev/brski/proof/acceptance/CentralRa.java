package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import java.nio.file.Files;
import java.nio.file.Path;

/** An RA that nobody here wrote, between the registrars of a plant and its authority. */
final class CentralRa {

  private CentralRa() {}

  /** What the RA signs with, and what its server shows: a registrar's credential of the plant. */
  static Path credentials(Plant plant, Path made) throws Exception {
    var _ = plant.authority().run("registrar", "--name", "central RA", "--out", made).expecting(0);
    Files.copy(made.resolve("registrar.pem"), made.resolve("ra.pem"));
    Files.copy(made.resolve("registrar.key"), made.resolve("ra.key"));

    var openssl = Foreign.demand("openssl", plant.folder(), "version");
    var keys = plant.authority().folder().resolve("keys");
    var _ =
        openssl
            .run(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=central RA server",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-addext",
                "basicConstraints=critical,CA:false",
                "-addext",
                "extendedKeyUsage=serverAuth",
                "-CA",
                keys.resolve("issuing-ca.pem").toString(),
                "-CAkey",
                keys.resolve("issuing-ca.key").toString(),
                "-days",
                "30",
                "-keyout",
                made.resolve("tls.key").toString(),
                "-out",
                made.resolve("server.pem").toString())
            .expecting(0);
    Files.writeString(
        made.resolve("tls.pem"),
        Files.readString(made.resolve("server.pem"))
            + Files.readString(keys.resolve("issuing-ca.pem")));
    return made;
  }
}
