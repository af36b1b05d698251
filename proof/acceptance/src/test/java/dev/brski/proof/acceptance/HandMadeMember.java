package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A member of a domain whose daily life is done by {@code openssl cmp} alone. In its folder lie
 * {@code member.pem}, the leaf and then its issuers, and {@code member.key}.
 */
final class HandMadeMember {

  private final Path folder;
  private final Path pin;
  private final Foreign openssl;
  private final HandMadeCmp cmp;

  private HandMadeMember(Path folder, Path pin) throws IOException, InterruptedException {
    this.folder = folder;
    this.pin = pin;
    this.openssl = Foreign.demand("openssl", folder, "cmp", "-help");
    this.cmp = new HandMadeCmp(openssl, folder);
  }

  /** The member that has these files: a certificate, its issuers, and its key. */
  static HandMadeMember of(Path folder, Path pin, Path certificate, Path issuers, Path key)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("member.pem"), Files.readString(certificate) + Files.readString(issuers));
    Files.copy(key, folder.resolve("member.key"));
    return new HandMadeMember(folder, pin);
  }

  /** The member that has become what it asked for, in a folder of its own. */
  HandMadeMember renewed(Path into) throws IOException, InterruptedException {
    return of(into, pin, file("new.pem"), file("new-chain.pem"), file("new.key"));
  }

  Path folder() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** One operation, from its request to its end. */
  Run cmp(String command, URI endpoint, String... more) throws IOException, InterruptedException {
    var certificates = PemFile.read(file("member.pem"));
    var credential =
        new HandMadeCmp.Credential(
            file("member.pem"),
            certificates.writeFirst(file("leaf.pem")),
            certificates.writeRest(file("issuers.pem")),
            file("member.key"));
    return openssl.run(cmp.operation(command, endpoint, credential, pin, List.of(more)));
  }

  /** An operation that brings {@code new.pem} with its chain. */
  Run enroll(String command, URI endpoint, String... more)
      throws IOException, InterruptedException {
    cmp.makeKey();
    var arguments = new ArrayList<>(cmp.bringing());
    arguments.addAll(List.of(more));
    return cmp(command, endpoint, arguments.toArray(String[]::new));
  }

  /** Whether openssl verifies the new certificate; fails if it does not. */
  void verifyNew() throws IOException, InterruptedException {
    cmp.verifyNew(pin);
  }
}
