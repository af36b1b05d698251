package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Relay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The links between pledge, registrar, MASA and authority break again and again; each device gets
 * exactly one certificate, and the books balance.
 *
 * <p>{@code -Dbrski.flaps} says how often at least; {@code -Dbrski.seed} draws what happens to the
 * n-th connection of each link. Which device makes that connection is up to the system's scheduler.
 */
final class LinkChaosIT {

  private static final int PER_TROOP = 12;
  private static final int PER_SECOND = 20;

  @TempDir private Path folder;

  @Test
  @Proves({"EN-7", "EN-13", "CMP-E13", "PL-40", "RG-26"})
  void everyLinkBreaks() throws Exception {
    int wanted = Integer.getInteger("brski.flaps", 100);
    long seed = Sample.seed();
    try (var plant = Plant.resting(folder.resolve("plant"))) {
      plant.authority().start();
      try (var toMasa = Relay.to(plant.masa().url().getPort(), seed + 1);
          var toAuthority = Relay.to(plant.authority().url().getPort(), seed + 2)) {
        lead(plant, toMasa, toAuthority);
        plant.registrar().start();
        try (var toRegistrar = Relay.to(plant.registrar().url().getPort(), seed + 3)) {
          var relays = List.of(toRegistrar, toMasa, toAuthority);
          var crowd =
              new Crowd(
                  plant, through(plant.registrar().url(), toRegistrar), PER_TROOP, PER_SECOND);
          crowd.arriveWhile(
              () -> flaps(relays) < wanted || relays.stream().anyMatch(r -> r.flaps() == 0));
          relays.forEach(Relay::calmDown);
          crowd.settle();
          var devices = crowd.devices();
          System.out.printf(
              "%d flaps (pledge %d, MASA %d, authority %d), %d devices enrolled, seed %d%n",
              flaps(relays),
              toRegistrar.flaps(),
              toMasa.flaps(),
              toAuthority.flaps(),
              devices.size(),
              seed);
          var certificates =
              plant
                  .authority()
                  .control("/certificates")
                  .valueStream()
                  .map(line -> line.required("device").asString())
                  .toList();
          assertThat(certificates)
              .as("seed " + seed)
              .doesNotHaveDuplicates()
              .hasSameSizeAs(devices);
          plant.registrar().stop();
          plant.authority().stop();
          plant.masa().stop();
          assertThat(plant.unbalanced(devices)).as("seed " + seed).isEmpty();
        }
      }
    }
  }

  /** The registrar goes to the relays, on the same host as before. */
  private static void lead(Plant plant, Relay toMasa, Relay toAuthority) throws IOException {
    var registrar = plant.registrar();
    registrar.configure("answer-within: 2s");
    registrar.configure("authority: \"" + through(plant.authority().url(), toAuthority) + "\"");
    try (var files =
        Files.newDirectoryStream(registrar.folder().resolve("manufacturers.d"), "*.yaml")) {
      for (var file : files) {
        var text = Files.readString(file);
        var led = text.replace(plant.masa().address(), "127.0.0.1:" + toMasa.port());
        assertThat(led).isNotEqualTo(text);
        Files.writeString(file, led);
      }
    }
  }

  private static URI through(URI url, Relay relay) {
    return URI.create("https://" + url.getHost() + ":" + relay.port());
  }

  private static int flaps(List<Relay> relays) {
    return relays.stream().mapToInt(Relay::flaps).sum();
  }
}
