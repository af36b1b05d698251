package dev.brski.proof.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Targets of a fuzzer that follows which code is reached. Without {@code JAZZER_FUZZ=1} they replay
 * the seeds, and what was found before.
 */
final class DecodersFuzzTest {

  private static final String LONG = "10m";
  private static final String SEEDS = "dev.brski.proof.fuzz.Seeds#";

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "cmpMessages")
  void cmpMessage(byte[] octets) {
    Decoders.cmpMessage(octets);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "cmpRequests")
  void cmpRequest(byte[] body) {
    Decoders.cmpRequest(body);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "cmpAnswers")
  void cmpAnswer(byte[] body) {
    Decoders.cmpAnswer(body);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "vouchers")
  void voucher(byte[] octets) {
    Decoders.voucher(octets);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "voucherContents")
  void voucherContent(byte[] json) {
    Decoders.voucherContent(json);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "auditLogs")
  void auditLog(byte[] json) {
    Decoders.auditLog(json);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "telemetry")
  void telemetry(byte[] json) {
    Decoders.telemetry(json);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "revocationLists")
  void revocationList(byte[] octets) {
    Decoders.revocationList(octets);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "ocspRequests")
  void ocspRequest(byte[] octets) {
    Decoders.ocspRequest(octets);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "ocspAnswers")
  void ocspAnswer(byte[] octets) {
    Decoders.ocspAnswer(octets);
  }

  @FuzzTest(maxDuration = LONG)
  @MethodSource(SEEDS + "certificates")
  void certificate(byte[] octets) {
    Decoders.certificate(octets);
  }
}
