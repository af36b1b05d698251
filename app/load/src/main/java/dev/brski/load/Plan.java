package dev.brski.load;

import dev.brski.trust.DurableFile;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code load.json}: what a load is, so that another process can go on with it.
 *
 * @param version of this file, 1
 * @param registrar where all devices go
 * @param prefix what every serial number begins with
 * @param devices how many there are
 */
record Plan(int version, URI registrar, String prefix, int devices) {

  static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  static Path file(Path folder) {
    return folder.resolve("load.json");
  }

  static Verdict<Plan> read(Path folder) {
    var file = file(folder);
    try {
      var plan = JSON.readValue(Files.readAllBytes(file), Plan.class);
      return plan.version() == VERSION
          ? Verdict.accepted(plan)
          : unusable(file + " is of version " + plan.version());
    } catch (IOException e) {
      return unusable(file + " cannot be read");
    } catch (JacksonException e) {
      return unusable(file + " is damaged: " + e.getOriginalMessage());
    }
  }

  private static Verdict<Plan> unusable(String cause) {
    return Verdict.refused(
        LoadCheck.FILE, cause, "Name a folder that `brski load arrive` has made.");
  }

  void write(Path folder) throws IOException {
    DurableFile.write(file(folder), JSON.writeValueAsBytes(this), false);
  }
}
