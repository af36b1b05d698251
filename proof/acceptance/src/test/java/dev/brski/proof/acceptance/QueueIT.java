package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an operator sees of a registrar's queue, and does to it. */
final class QueueIT {

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.registrar().configure("answer-within: 1s");
    plant.registrar().start();
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @Test
  @Proves({"EN-7", "CMP-R6"})
  void whatWaitsIsListedExplainedHastenedAndWithdrawn() throws Exception {
    var kept = waiting("QUEUE-1");
    var stolen = waiting("QUEUE-2");

    var listed = list("--waiting", "--device", stolen.serial());
    assertThat(listed).hasSize(1);
    var line = listed.getFirst();
    assertThat(text(line, "what")).isEqualTo("certification request");
    assertThat(text(line, "reason")).isNotBlank();
    assertThat(Instant.parse(text(line, "nextAttempt")))
        .isAfter(Instant.parse(text(line, "since")));
    assertThat(queue("ls").expecting(0).out())
        .contains(kept.serial(), stolen.serial(), "next attempt", text(line, "id"));

    var sheet = queue("show", text(line, "id"), "--json").expecting(0).json();
    assertThat(text(sheet, "exchange")).isEqualTo(text(line, "exchange"));
    assertThat(text(sheet, "device")).isEqualTo(stolen.serial());
    assertThat(text(sheet, "waitsFor")).isNotBlank();
    assertThat(sheet.required("messages").valueStream().map(message -> text(message, "kind")))
        .contains("ir", "nested ir");

    assertThat(queue("retry", "--all", "--json").expecting(0).json().required("due").asInt())
        .isGreaterThanOrEqualTo(2);

    queue("cancel", text(line, "exchange")).expecting(2);
    var cancelled =
        queue("cancel", text(line, "exchange"), "--reason", "reported stolen", "--json")
            .expecting(0)
            .json();
    assertThat(text(cancelled, "device")).isEqualTo(stolen.serial());
    assertThat(list("--waiting", "--device", stolen.serial())).isEmpty();
    assertThat(
            plant
                .registrar()
                .awaitJournal("certificate-request-withdrawn", stolen.serial())
                .toString())
        .contains("reported stolen");
    var again = queue("cancel", text(line, "exchange"), "--reason", "again").expecting(3);
    assertThat(again.err()).contains("withdrawn");
    assertThat(queue("show", "no-such-id").expecting(3).err()).contains("no-such-id");

    var refused = stolen.onboarded(plant.registrar(), "--wait", "0").expecting(3);
    assertThat(refused.err()).contains("withdrew");

    // At rest the registrar shows the same, read from its folder.
    plant.registrar().stop();
    assertThat(list("--waiting", "--device", kept.serial())).hasSize(1);
    assertThat(list("--waiting", "--device", stolen.serial())).isEmpty();
    plant.authority().start();
    plant.registrar().start();
    kept.onboarded(plant.registrar()).expecting(0);
    assertThat(list("--waiting", "--device", kept.serial())).isEmpty();
    assertThat(plant.certificates(kept.serial())).hasSize(1);
    assertThat(plant.certificates(stolen.serial())).isEmpty();
    plant.authority().stop();
  }

  @Test
  void whatWaitsForAWeekIsFoundByItsAge() throws Exception {
    var clock = MovedClock.demand();
    var device = waiting("QUEUE-OLD");

    assertThat(list("--waiting", "--older-than", "7d", "--device", device.serial())).isEmpty();
    var later = plant.brski().with(clock.ahead(8));
    plant.registrar().stop();
    var old =
        later
            .run(
                "queue",
                "ls",
                "--dir",
                plant.registrar().folder(),
                "--waiting",
                "--older-than",
                "7d",
                "--json")
            .expecting(0)
            .json();
    assertThat(old.valueStream().map(line -> text(line, "device"))).contains(device.serial());
    plant.registrar().start();
  }

  /** A device whose request waits for the authority, which is away. */
  private static Device waiting(String serial) throws IOException, InterruptedException {
    var device = plant.device(serial);
    var onboarded = device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    if (!onboarded.out().contains("waiting for the certificate")) {
      plant.registrar().awaitJournal("voucher-received", serial);
      onboarded = device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    }
    assertThat(onboarded.out()).contains("waiting for the certificate");
    return device;
  }

  private static List<JsonNode> list(String... more) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("ls", "--json"));
    words.addAll(List.of(more));
    return queue(words.toArray()).expecting(0).json().valueStream().toList();
  }

  private static Run queue(Object... more) throws IOException, InterruptedException {
    var words =
        new ArrayList<Object>(List.of("queue", more[0], "--dir", plant.registrar().folder()));
    words.addAll(List.of(more).subList(1, more.length));
    return plant.brski().with(Map.of("NO_COLOR", "1")).run(words.toArray());
  }

  private static String text(JsonNode document, String member) {
    return document.required(member).asString();
  }
}
