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

  @MethodSource(SEEDS + "cmpMessages")
  @FuzzTest(maxDuration = LONG)
  void cmpMessage(byte[] octets) {
    Decoders.cmpMessage(octets);
  }

  @MethodSource(SEEDS + "cmpRequests")
  @FuzzTest(maxDuration = LONG)
  void cmpRequest(byte[] body) {
    Decoders.cmpRequest(body);
  }

  @MethodSource(SEEDS + "cmpAnswers")
  @FuzzTest(maxDuration = LONG)
  void cmpAnswer(byte[] body) {
    Decoders.cmpAnswer(body);
  }

  @MethodSource(SEEDS + "vouchers")
  @FuzzTest(maxDuration = LONG)
  void voucher(byte[] octets) {
    Decoders.voucher(octets);
  }

  @MethodSource(SEEDS + "voucherContents")
  @FuzzTest(maxDuration = LONG)
  void voucherContent(byte[] json) {
    Decoders.voucherContent(json);
  }

  @MethodSource(SEEDS + "auditLogs")
  @FuzzTest(maxDuration = LONG)
  void auditLog(byte[] json) {
    Decoders.auditLog(json);
  }

  @MethodSource(SEEDS + "telemetry")
  @FuzzTest(maxDuration = LONG)
  void telemetry(byte[] json) {
    Decoders.telemetry(json);
  }

  @MethodSource(SEEDS + "revocationLists")
  @FuzzTest(maxDuration = LONG)
  void revocationList(byte[] octets) {
    Decoders.revocationList(octets);
  }

  @MethodSource(SEEDS + "ocspRequests")
  @FuzzTest(maxDuration = LONG)
  void ocspRequest(byte[] octets) {
    Decoders.ocspRequest(octets);
  }

  @MethodSource(SEEDS + "ocspAnswers")
  @FuzzTest(maxDuration = LONG)
  void ocspAnswer(byte[] octets) {
    Decoders.ocspAnswer(octets);
  }

  @MethodSource(SEEDS + "certificates")
  @FuzzTest(maxDuration = LONG)
  void certificate(byte[] octets) {
    Decoders.certificate(octets);
  }
}
