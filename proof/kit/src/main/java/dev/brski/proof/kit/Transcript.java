package dev.brski.proof.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a program prints, as it prints it: kept in a file, and waited for by tests. */
final class Transcript {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final StringBuilder text = new StringBuilder();
  private boolean ended;

  private Transcript() {}

  /** Reads a stream to its end in a thread of its own, into the file too. */
  static Transcript of(InputStream stream, Path file) throws IOException {
    var transcript = new Transcript();
    var copy = Files.newBufferedWriter(file);
    Thread.ofVirtual()
        .name("transcript " + file.getFileName())
        .start(() -> transcript.read(stream, copy));
    return transcript;
  }

  private void read(InputStream stream, Writer copy) {
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
        copy) {
      var buffer = new char[4096];
      for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
        copy.write(buffer, 0, count);
        copy.flush();
        append(buffer, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end();
    }
  }

  private void append(char[] buffer, int count) {
    lock.lock();
    try {
      text.append(buffer, 0, count);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All that was printed until now. */
  String text() {
    lock.lock();
    try {
      return text.toString();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the stream has ended; false when the time was over before. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!ended && left > 0) {
        left = more.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to be printed; empty when the stream ended, or the time was over. */
  Optional<MatchResult> await(Pattern pattern, Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (true) {
        var matcher = pattern.matcher(text.toString());
        if (matcher.find()) {
          return Optional.of(matcher.toMatchResult());
        }
        if (ended || left <= 0) {
          return Optional.empty();
        }
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
