package dev.brski.factory;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The devices a manufacturer has made: one JSON line each, appended durably, under a lock. */
final class DeviceLedger implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Line(String serial, String certificate, String masa, Instant made) {}

  private final FileChannel channel;
  private final Set<String> serialNumbers;

  private DeviceLedger(FileChannel channel, Set<String> serialNumbers) {
    this.channel = channel;
    this.serialNumbers = serialNumbers;
  }

  static DeviceLedger open(Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean good = false;
    try {
      channel.lock();
      var ledger = new DeviceLedger(channel, read(file));
      good = true;
      return ledger;
    } finally {
      if (!good) {
        channel.close();
      }
    }
  }

  boolean has(String serialNumber) {
    return serialNumbers.contains(folded(serialNumber));
  }

  void add(String serialNumber, X509Certificate idevid, String masa, Instant made)
      throws IOException {
    var line =
        JSON.writeValueAsString(
                new Line(serialNumber, Certificates.fingerprint(idevid), masa, made))
            + "\n";
    var octets = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    channel.position(channel.size());
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
    channel.force(true);
    serialNumbers.add(folded(serialNumber));
  }

  /** Names compare without case (RFC 5280 section 7.1). */
  private static String folded(String serialNumber) {
    return serialNumber.toLowerCase(Locale.ROOT);
  }

  private static Set<String> read(Path file) throws IOException {
    var known = new HashSet<String>();
    for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      try {
        known.add(folded(JSON.readValue(line, Line.class).serial()));
      } catch (JacksonException e) {
        throw new IOException(
            file + " has an unreadable line; remove it if it was cut short: " + line, e);
      }
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
