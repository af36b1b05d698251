package dev.brski.authority.ledger;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The states of an enrollment by name, without what belongs to each; see {@link Transition}. */
public enum Stage {
  /** Accepted, and held for a person. */
  PENDING("pending", "held for a person", false),
  /** Decided and durable, with a serial number reserved; the certificate is being made. */
  ISSUING("issuing", "the certificate is being made", false),
  /** Answered, and implicitConfirm was granted. */
  ISSUED("issued", "issued, no confirmation needed", false),
  /** Answered; the certConf is waited for. */
  AWAITING_CONFIRMATION("awaiting-confirmation", "issued, to be confirmed", false),
  /** The device accepted its certificate. */
  CONFIRMED("confirmed", "confirmed by the device", false),
  /** The device rejected its certificate. */
  REJECTED("rejected", "rejected by the device", true),
  /** The wait for the confirmation is over: as good as rejected, until it comes after all. */
  UNCONFIRMED("unconfirmed", "not confirmed in time", false),
  /** A person said no. */
  DENIED("denied", "denied by a person", true),
  /** A newer request, or certificate, of the same device and profile took its place. */
  SUPERSEDED("superseded", "overtaken by a newer one", true);

  private final String word;
  private final String title;
  private final boolean isFinal;

  Stage(String word, String title, boolean isFinal) {
    this.word = word;
    this.title = title;
    this.isFinal = isFinal;
  }

  /** The name that is stored and listed. */
  public String word() {
    return word;
  }

  /** A few words for people. */
  public String title() {
    return title;
  }

  /** Whether nothing follows on it. */
  public boolean isFinal() {
    return isFinal;
  }

  /** What may follow on it. */
  public List<Stage> successors() {
    return Stream.of(Transition.values())
        .filter(transition -> transition.from().equals(Optional.of(this)))
        .map(Transition::to)
        .toList();
  }

  /**
   * The stage of a name.
   *
   * @throws IllegalStateException when a row holds what no version of this program wrote
   */
  static Stage of(String word) {
    return Stream.of(values())
        .filter(stage -> stage.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("unknown enrollment state " + word));
  }
}
