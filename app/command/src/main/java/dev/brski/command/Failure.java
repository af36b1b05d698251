package dev.brski.command;

import dev.brski.pledge.FolderInUse;
import dev.brski.settings.SettingsCheck;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.store.StoreUnavailable;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a command could not do what it was asked, for whoever asked: two or three lines of text. */
final class Failure extends Exception {

  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final String remedy;

  /**
   * @param what what failed, and at which peer and step
   * @param why the cause
   * @param remedy what to do next
   */
  Failure(ExitCode exit, String what, String why, String remedy) {
    super(what + ": " + why);
    this.exit = exit;
    this.remedy = remedy;
  }

  private Failure(ExitCode exit, String what, String why, String remedy, Throwable cause) {
    super(what + ": " + why, cause);
    this.exit = exit;
    this.remedy = remedy;
  }

  /** The command line, or a file that it names, is not as it must be. */
  static Failure usage(String what, String why, String remedy) {
    return new Failure(ExitCode.USAGE, what, why, remedy);
  }

  /** A role said no. */
  static Failure of(String what, Refusal refusal) {
    var exit = refusal.check() instanceof SettingsCheck ? ExitCode.USAGE : ExitCode.REFUSED;
    return new Failure(
        exit, what, refusal.cause() + " [" + refusal.check().id() + "]", refusal.remedy());
  }

  /** A peer did not answer as it should. */
  static Failure of(String what, PeerFailure failure) {
    var remedy =
        failure
            .refusal()
            .map(Refusal::remedy)
            .orElse("See whether that program runs and can be reached, then run this again.");
    return new Failure(
        ExitCode.UNREACHABLE, what, String.valueOf(failure.getMessage()), remedy, failure);
  }

  /** A file, an address or a peer could not be used. */
  static Failure of(String what, IOException fault) {
    if (fault.getCause() instanceof PeerFailure peer) {
      return of(what, peer);
    }
    return switch (fault) {
      case FolderInUse busy ->
          new Failure(
              ExitCode.UNREACHABLE,
              what,
              String.valueOf(busy.getMessage()),
              "Only one program at a time works on a pledge's folder.",
              fault);
      case NoSuchFileException missing ->
          new Failure(
              ExitCode.USAGE,
              what,
              "there is no file " + missing.getFile(),
              "Name one that exists.",
              fault);
      case AccessDeniedException denied ->
          new Failure(
              ExitCode.USAGE,
              what,
              denied.getFile() + " may not be used by this user",
              "Change its permissions, or run this as its owner.",
              fault);
      case FileSystemException file ->
          new Failure(
              ExitCode.FAULT,
              what,
              file.getFile() + ": " + reason(file),
              "See whether the disk is full or the path is one that can be written.",
              fault);
      default ->
          new Failure(
              ExitCode.FAULT,
              what,
              String.valueOf(fault.getMessage()),
              "Run it again with --verbose to see where this comes from.",
              fault);
    };
  }

  /** The folder is another program's at the moment. */
  static Failure of(String what, StoreLocked locked) {
    return new Failure(
        ExitCode.UNREACHABLE,
        what,
        String.valueOf(locked.getMessage()),
        "Only one program at a time has a folder; commands speak to the one that runs.",
        locked);
  }

  /** The folder was used by a newer program. */
  static Failure of(String what, SchemaRefused refused) {
    return new Failure(
        ExitCode.REFUSED,
        what,
        String.valueOf(refused.getMessage()),
        "Use the program that wrote it, or its successor.",
        refused);
  }

  /** The disk refuses, now. */
  static Failure of(String what, StoreUnavailable refused) {
    return new Failure(
        ExitCode.UNREACHABLE,
        what,
        String.valueOf(refused.getMessage()),
        "See whether the disk is full or read-only, then run this again.",
        refused);
  }

  /** What was accepted; a refusal is thrown as a failure to do {@code what}. */
  static <T> T unless(String what, Verdict<T> verdict) throws Failure {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw of(what, refusal);
    };
  }

  /** A folder that is there. */
  static Path folder(Path dir) throws Failure {
    if (!Files.isDirectory(dir)) {
      throw usage(
          "Cannot use " + dir, "there is no such folder", "Name one that a command has made.");
    }
    return dir;
  }

  ExitCode exit() {
    return exit;
  }

  /** The lines to print; what came from a stranger cannot harm a terminal. */
  String text() {
    return "brski: %s%n  %s"
        .formatted(
            sentence(Description.printable(String.valueOf(getMessage()))),
            sentence(Description.printable(remedy)));
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  private static String reason(FileSystemException fault) {
    var reason = fault.getReason();
    return reason == null ? fault.getClass().getSimpleName() : reason;
  }
}
