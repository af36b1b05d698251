package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.brski.trust.Forge.Forged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyringTest {

  @TempDir private Path folder;

  @Test
  void theNewestGenerationIsCurrentAndTheOldOnesStay() throws IOException {
    var keyring = Keyring.create(folder, credential("CN=One"));
    assertThat(keyring.current().number()).isEqualTo(1);
    assertThat(keyring.add(credential("CN=Two")).number()).isEqualTo(2);
    for (var seen : List.of(keyring, Keyring.open(folder))) {
      assertThat(subject(seen.current())).isEqualTo("CN=Two");
      assertThat(seen.generation(1).map(KeyringTest::subject)).contains("CN=One");
      assertThat(seen.generation(3)).isEmpty();
      assertThat(seen.generations()).extracting(Keyring.Generation::number).containsExactly(1, 2);
    }
  }

  @Test
  void tenComesAfterNine() throws IOException {
    var keyring = Keyring.create(folder, credential("CN=1"));
    for (int i = 2; i <= 10; i++) {
      keyring.add(credential("CN=" + i));
    }
    assertThat(subject(Keyring.open(folder).current())).isEqualTo("CN=10");
  }

  @Test
  void keysAreReadableByTheirOwnerOnly() throws IOException {
    Keyring.create(folder, credential("CN=One"));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("gen-1.key"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("gen-1.pem", "gen-1.key");
    }
  }

  @Test
  void openSslReadsWhatIsWritten() throws IOException {
    OpenSsl.in(folder);
    Keyring.create(folder, credential("CN=One"));
    var ofKey =
        OpenSsl.run(
            List.of("openssl", "pkey", "-in", folder.resolve("gen-1.key").toString(), "-pubout"));
    var ofCertificate =
        OpenSsl.run(
            List.of(
                "openssl",
                "x509",
                "-in",
                folder.resolve("gen-1.pem").toString(),
                "-noout",
                "-pubkey"));
    assertThat(ofKey.status()).isZero();
    assertThat(ofKey.output()).isEqualTo(ofCertificate.output()).contains("BEGIN PUBLIC KEY");
  }

  @Test
  void aKeyAloneDoesNotCountAndIsNotWrittenOver() throws IOException {
    Keyring.create(folder, credential("CN=One"));
    var alone = Credential.keyPem(Forge.ec("secp256r1").getPrivate());
    Files.write(folder.resolve("gen-2.key"), alone);
    Files.writeString(folder.resolve(".gen-2.pem.4711.new"), "half");
    var keyring = Keyring.open(folder);
    assertThat(keyring.current().number()).isEqualTo(1);
    assertThat(keyring.add(credential("CN=Three")).number()).isEqualTo(3);
    assertThat(subject(Keyring.open(folder).current())).isEqualTo("CN=Three");
    assertThat(folder.resolve("gen-2.key")).hasBinaryContent(alone);
  }

  @Test
  void aGenerationThatCannotBeReadIsNamed() throws IOException {
    var keyring = Keyring.create(folder, credential("CN=One"));
    keyring.add(credential("CN=Two"));
    Files.delete(folder.resolve("gen-2.key"));
    assertThatIOException()
        .isThrownBy(() -> Keyring.open(folder))
        .withMessageContaining("gen-2.key");
    Files.copy(folder.resolve("gen-1.key"), folder.resolve("gen-2.key"));
    assertThatIOException()
        .isThrownBy(() -> Keyring.open(folder))
        .withMessageContaining("gen-2.key")
        .withMessageContaining("gen-2.pem");
  }

  @Test
  void aFailedWriteChangesNothing() throws IOException {
    var keyring = Keyring.create(folder, credential("CN=One"));
    Files.createDirectory(folder.resolve("gen-2.pem"));
    Files.createFile(folder.resolve("gen-2.pem").resolve("in the way"));
    assertThatIOException().isThrownBy(() -> keyring.add(credential("CN=Two")));
    assertThat(keyring.current().number()).isEqualTo(1);
  }

  @Test
  void whatOthersPutThereCountsWhenItIsTakenAndIsNotWrittenOver() throws IOException {
    var keyring = Keyring.create(folder, credential("CN=One"));
    Keyring.open(folder).add(credential("CN=Two"));
    assertThat(keyring.current().number()).isEqualTo(1);
    assertThat(keyring.add(credential("CN=Three")).number()).isEqualTo(3);
    assertThat(keyring.arrived()).isEmpty();
    Keyring.open(folder).add(credential("CN=Four"));
    var arrived = keyring.arrived();
    assertThat(arrived).extracting(Keyring.Generation::number).containsExactly(4);
    assertThat(subject(keyring.current())).isEqualTo("CN=Three");
    keyring.take(arrived);
    assertThat(subject(keyring.current())).isEqualTo("CN=Four");
    assertThat(keyring.generation(3)).isPresent();
  }

  @Test
  void whatArrivesAndCannotBeReadIsNamed() throws IOException {
    var keyring = Keyring.create(folder, credential("CN=One"));
    Files.copy(folder.resolve("gen-1.pem"), folder.resolve("gen-2.pem"));
    assertThatIOException().isThrownBy(keyring::arrived).withMessageContaining("gen-2.key");
    assertThat(keyring.current().number()).isEqualTo(1);
  }

  @Test
  void anEmptyFolderIsNoKeyringAndAFullOneIsNotMadeAnew() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> Keyring.open(folder))
        .withMessageContaining(folder.toString());
    Keyring.create(folder, credential("CN=One"));
    assertThatIOException()
        .isThrownBy(() -> Keyring.create(folder, credential("CN=Other")))
        .withMessageContaining("already");
  }

  private static Credential credential(String name) {
    Forged forged = Forge.named(name).selfSigned();
    return new Credential(forged.keys().getPrivate(), List.of(forged.certificate()));
  }

  private static String subject(Keyring.Generation generation) {
    return generation.credential().leaf().getSubjectX500Principal().getName();
  }
}
