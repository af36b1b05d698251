package dev.brski.proof.halt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rewritten classes call: each step is written down by its moment, its name and how often
 * it came since the plan was changed, and the program is halted at the one that is planned.
 *
 * <p>The plan is read again at every step, so that one running program can be used for many
 * devices. Its first line is anything that tells one plan from another; its second, if there is
 * one, is a line of the file of steps.
 */
public final class Steps {

  /** One per program, as an agent is. */
  private static @Nullable Steps ours;

  private final Path plan;
  private final FileChannel log;
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<String> kinds = new ArrayList<>();
  private final List<String> statements = new ArrayList<>();
  private final Map<Object, String> answers = Collections.synchronizedMap(new WeakHashMap<>());
  private int kindsBefore;
  private int statementsBefore;
  private String planned = "";

  private Steps(Path plan, FileChannel log) {
    this.plan = plan;
    this.log = log;
  }

  static void begin(Path folder) throws IOException {
    ours =
        new Steps(
            folder.resolve("plan"),
            FileChannel.open(
                folder.resolve("steps"), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  private static Steps ours() {
    if (ours == null) {
      throw new IllegalStateException("the agent has not begun");
    }
    return ours;
  }

  /** The writer of a store is about to run a statement without arguments. */
  public static void executing(Object sql) {
    ours().statement((String) sql);
  }

  /** It has. */
  public static void executed(Object sql) {
    if (sql.equals("COMMIT")) {
      ours().committed();
    }
  }

  /** A store is about to change rows. */
  public static void updating(Object sql) {
    ours().change((String) sql);
  }

  /** A line is about to be added to a journal. */
  public static void journalling(Object kind) {
    ours().line((String) kind);
  }

  /** An answer is about to be sent over a connection. */
  public static void answering(Object answer, Object request, Object connection) {
    ours().answer(answer, request, connection);
  }

  /** The answer is at the socket. */
  public static void answered(Object connection) {
    var name = ours().answers.remove(connection);
    if (name != null) {
      ours().step(Moment.AFTER_ANSWER, name);
    }
  }

  /** A request is at the socket. */
  public static void sent(Object call) {
    ours()
        .step(
            Moment.AFTER_SENDING,
            text(call, "path") + Pki.bodyOf((byte[]) Reflection.get(call, "body")));
  }

  /** A file is whole, and about to be moved to its place. */
  public static void fileIsNext(Object file) {
    ours().step(Moment.BEFORE_COMMIT, name(file));
  }

  /** A file is in its place. */
  public static void fileIsWritten(Object file) {
    ours().step(Moment.AFTER_COMMIT, name(file));
  }

  /** A file is about to be removed. */
  public static void fileGoesNext(Object file) {
    ours().step(Moment.BEFORE_COMMIT, "removal of " + name(file));
  }

  /** A file is no more. */
  public static void fileIsGone(Object file) {
    ours().step(Moment.AFTER_COMMIT, "removal of " + name(file));
  }

  /** A message's file is named for its digest, which differs from run to run. */
  private static String name(Object file) {
    return ((Path) file).getFileName().toString().replaceAll("-[0-9a-f]{16}\\.", ".");
  }

  private static String text(Object of, String accessor) {
    return String.valueOf(Reflection.get(of, accessor));
  }

  private synchronized void statement(String sql) {
    switch (sql) {
      case "BEGIN IMMEDIATE" -> forget();
      case "SAVEPOINT job" -> {
        kindsBefore = kinds.size();
        statementsBefore = statements.size();
      }
      case "ROLLBACK TO SAVEPOINT job" -> {
        kinds.subList(kindsBefore, kinds.size()).clear();
        statements.subList(statementsBefore, statements.size()).clear();
      }
      case "COMMIT" -> step(Moment.BEFORE_COMMIT, commit());
      default -> {}
    }
  }

  private synchronized void change(String sql) {
    var words = sql.strip().split("\\s+", 4);
    var table = words[0].equals("UPDATE") ? words[1] : words[Math.min(2, words.length - 1)];
    if (!table.startsWith("journal")) {
      statements.add(words[0] + " " + table);
    }
  }

  private synchronized void line(String kind) {
    kinds.add(kind);
  }

  private synchronized void committed() {
    step(Moment.AFTER_COMMIT, commit());
    forget();
  }

  private String commit() {
    return String.join(" + ", (kinds.isEmpty() ? statements : kinds).stream().distinct().toList());
  }

  private void forget() {
    kinds.clear();
    statements.clear();
  }

  /** What commands ask over the control socket is no step of an onboarding. */
  private void answer(Object answer, Object request, Object connection) {
    var path = text(Reflection.get(request, "getHttpURI"), "getPath");
    if (path.startsWith("/.well-known/")) {
      var name =
          path + " " + text(answer, "status") + Pki.bodyOf((byte[]) Reflection.get(answer, "body"));
      answers.put(connection, name);
      step(Moment.BEFORE_ANSWER, name);
    }
  }

  private synchronized void step(Moment moment, String name) {
    try {
      var now = readPlan();
      if (!now.equals(planned)) {
        planned = now;
        counts.clear();
      }
      var what = moment + "\t" + name;
      var step = what + "\t" + counts.merge(what, 1, Integer::sum);
      write(step);
      if (planned.lines().skip(1).anyMatch(step::equals)) {
        write("halted");
        Runtime.getRuntime().halt(Agent.HALTED);
      }
    } catch (IOException e) {
      System.err.println("the halting agent cannot work: " + e);
      Runtime.getRuntime().halt(Agent.MISFIT);
    }
  }

  private String readPlan() throws IOException {
    try {
      return Files.readString(plan);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  private void write(String line) throws IOException {
    var octets = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (octets.hasRemaining()) {
      log.write(octets);
    }
  }
}
