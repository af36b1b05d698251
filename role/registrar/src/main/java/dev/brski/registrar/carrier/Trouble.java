package dev.brski.registrar.carrier;

import dev.brski.verdict.Refusal;

/** Why an attempt at the authority came to nothing, for the operator. */
public record Trouble(String cause, String remedy) {

  /** Of what a check says. */
  public static Trouble of(Refusal refusal) {
    return new Trouble(refusal.cause(), refusal.remedy());
  }
}
