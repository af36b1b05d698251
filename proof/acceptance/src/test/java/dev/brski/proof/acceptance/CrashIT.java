package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.acceptance.Crash.Point;
import dev.brski.proof.acceptance.Crash.Subject;
import dev.brski.proof.acceptance.Crash.Way;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each program is halted at its durable steps, as by a power cut, and started again; every device
 * gets its one certificate, and the books balance.
 *
 * <p>The steps are those that an undisturbed onboarding makes. {@code -Dbrski.halts} says at how
 * many of them to halt, or at {@code all}; a sample is drawn by {@code -Dbrski.seed} if that is
 * given, of three ways drawn by it. {@code -Dbrski.ways} names the ways to go.
 */
final class CrashIT {

  private static final int WAYS_OF_A_SAMPLE = 3;

  @TempDir private Path folder;

  @Test
  @Proves({"EN-7", "CMP-R6", "CMP-E13", "PL-40", "MA-12", "RG-19"})
  void everyProgramHaltedAtItsDurableSteps() throws Exception {
    long seed = Sample.seed();
    var random = new Random(seed);
    try (var crash = Crash.in(folder)) {
      var points = new ArrayList<Point>();
      for (var way : ways(random)) {
        points.addAll(crash.record(way));
      }
      for (var subject : Subject.values()) {
        assertThat(points).as("steps of " + subject).anyMatch(point -> point.subject() == subject);
      }
      System.out.printf("%d durable steps recorded: %s%n", points.size(), counted(points));

      var halted = new ArrayList<Point>();
      var missed = new ArrayList<Point>();
      for (var point : chosen(points, random)) {
        (crash.halt(point) ? halted : missed).add(point);
      }

      System.out.printf(
          "%d steps halted (seed %d): %s; %d not reached again%s%n",
          halted.size(),
          seed,
          counted(halted),
          missed.size(),
          missed.isEmpty() ? "" : ": " + missed);
      assertThat(crash.balance()).as("seed " + seed).isEmpty();
      assertThat(missed).as("seed " + seed).noneMatch(Point::isCertain);
      assertThat(halted).as("seed " + seed).isNotEmpty();
    }
  }

  /** Those wanted; or else all, of which a sample takes some: to record one is most of its work. */
  private static List<Way> ways(Random random) {
    var wanted = System.getProperty("brski.ways", "");
    if (!wanted.isEmpty()) {
      return Stream.of(wanted.split(",")).map(Way::valueOf).toList();
    }
    var all = new ArrayList<>(List.of(Way.values()));
    if (!Sample.halts().equals(Sample.ALL)) {
      Collections.shuffle(all, random);
      return all.subList(0, WAYS_OF_A_SAMPLE);
    }
    return all;
  }

  private static List<Point> chosen(List<Point> points, Random random) {
    if (Sample.halts().equals(Sample.ALL)) {
      return points;
    }
    int ofEach = Integer.parseInt(Sample.halts()) / Subject.values().length;
    // Some of each program, and not by chance of the one that makes the most steps.
    var chosen = new ArrayList<Point>();
    for (var subject : Subject.values()) {
      var own = new ArrayList<>(points.stream().filter(p -> p.subject() == subject).toList());
      Collections.shuffle(own, random);
      chosen.addAll(own.subList(0, Math.min(ofEach, own.size())));
    }
    chosen.sort(Comparator.comparing(Point::way));
    return chosen;
  }

  private static String counted(List<Point> points) {
    var counts = new LinkedHashMap<Subject, TreeMap<String, Integer>>();
    for (var point : points) {
      counts
          .computeIfAbsent(point.subject(), _ -> new TreeMap<>())
          .merge(point.step().moment(), 1, Integer::sum);
    }
    return counts.toString();
  }
}
