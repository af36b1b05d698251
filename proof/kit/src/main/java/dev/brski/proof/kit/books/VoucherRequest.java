package dev.brski.proof.kit.books;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A registrar's voucher-request, as its ledger has kept it.
 *
 * @param serial the device's serial number
 * @param octets what was sent to the MASA
 * @param vouchered whether a voucher came for it
 */
public record VoucherRequest(String serial, byte[] octets, boolean vouchered) {

  private static final String SENT =
      """
      SELECT d.serial_number AS serial, m.content, i.voucher
      FROM message m JOIN imprint i ON i.id = m.exchange JOIN device d ON d.id = i.device
      WHERE m.kind = 'REGISTRAR_VOUCHER_REQUEST' ORDER BY m.id
      """;

  /** Copies. */
  public VoucherRequest {
    octets = octets.clone();
  }

  @Override
  public byte[] octets() {
    return octets.clone();
  }

  /** All of a registrar, which is at rest, the oldest first. */
  public static List<VoucherRequest> of(Path registrar) throws IOException {
    try (var ledger = LedgerCopy.of(registrar)) {
      return ledger.rows(SENT).stream()
          .map(
              row ->
                  new VoucherRequest(
                      row.text("serial"),
                      row.octets("content"),
                      row.optional("voucher").isPresent()))
          .toList();
    }
  }
}
