package dev.brski.masa.ownership;

/** Whether a domain may have a voucher for a device. */
sealed interface Judgement {

  /** It may. */
  record Entitled(Entitlement entitlement) implements Judgement {}

  /** It may not. */
  record Denied(Denial denial) implements Judgement {}

  static Judgement denied(Ground ground, String cause, String remedy) {
    return new Denied(new Denial(ground, cause, remedy));
  }
}
