package dev.brski.command;

import static dev.brski.command.Ended.brski;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of the profiles. */
class AuthorityProfilesTest {

  @TempDir private Path folder;

  private String checked(Path authority) {
    var ended = brski("authority", "profiles", "check", "--dir", authority);
    assertThat(ended.code()).isZero();
    return ended.out();
  }

  @Test
  void oneIsNoProfiles() throws Exception {
    var authority = folder.resolve("a");
    brski("authority", "init", "--dir", authority, "--name", "Plant");
    assertThat(checked(authority))
        .startsWith("1 profile in order; 0 of 0 devices in the inventory would get a certificate");
    brski("authority", "profiles", "add", "plc", "--dir", authority);
    var list = Files.writeString(folder.resolve("devices.csv"), "manufacturer,serial\nacme,SN-1\n");
    brski("authority", "inventory", "import", list, "--dir", authority);
    assertThat(checked(authority))
        .startsWith("2 profiles in order; 1 of 1 device in the inventory would get a certificate");
  }
}
