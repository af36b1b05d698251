package dev.brski.proof.acceptance.rules;

import dev.brski.cmp.CmpCheck;
import dev.brski.proof.kit.cmp.CmpDraft;
import java.util.List;
import java.util.stream.Stream;

/**
 * A rule of RFC 9483, the change to a sound message that breaks it, and what must come back.
 *
 * @param section of RFC 9483
 * @param ids requirements
 * @param broken what is broken, in a few words
 * @param starts the messages in which it can be broken
 * @param breach the change
 */
public record Rule(
    String section,
    List<String> ids,
    String broken,
    List<Start> starts,
    Breach breach,
    Outcome authority,
    Outcome registrar) {

  /** Changes a sound message. */
  @FunctionalInterface
  public interface Breach {

    /** The one difference between a message that passes and one that must not. */
    void change(CmpDraft draft, Cast cast) throws Exception;
  }

  /** A change that needs nobody else's certificate. */
  @FunctionalInterface
  public interface Change {

    /** Changes the message. */
    void change(CmpDraft draft);
  }

  /** A rule that says not yet what must come back. */
  public record Open(
      String section, List<String> ids, String broken, List<Start> starts, Breach breach) {

    /** The same of both. */
    public Rule both(Outcome outcome) {
      return authority(outcome, outcome);
    }

    /** One answer of the authority, another of the registrar. */
    public Rule authority(Outcome authority, Outcome registrar) {
      return new Rule(section, ids, broken, starts, breach, authority, registrar);
    }

    /** What only the authority can be asked. */
    public Rule authorityOnly(Outcome authority, String why) {
      return authority(authority, new Outcome.NotThere(why));
    }

    /** What only the registrar can be asked. */
    public Rule registrarOnly(Outcome registrar, String why) {
      return authority(new Outcome.NotThere(why), registrar);
    }
  }

  /** Copies the lists. */
  public Rule {
    ids = List.copyOf(ids);
    starts = List.copyOf(starts);
  }

  /** A rule that is broken by a change to the message alone. */
  static Open of(String section, String ids, List<Start> starts, String broken, Change change) {
    return with(section, ids, starts, broken, (draft, _) -> change.change(draft));
  }

  /** A rule that takes somebody else to break. */
  static Open with(String section, String ids, List<Start> starts, String broken, Breach breach) {
    return new Open(section, List.of(ids.split(" ")), broken, starts, breach);
  }

  /** Whether it is octets or masses that hurt, rather than what a message says. */
  boolean isBadInput() {
    return Stream.of(authority, registrar)
        .anyMatch(
            outcome ->
                outcome instanceof Outcome.Http
                    || outcome.checks().contains(CmpCheck.LIMITS)
                    || outcome.checks().contains(CmpCheck.SYNTAX));
  }

  /** What a side must answer. */
  public Outcome at(Side side) {
    return switch (side) {
      case AUTHORITY -> authority;
      case REGISTRAR -> registrar;
    };
  }
}
