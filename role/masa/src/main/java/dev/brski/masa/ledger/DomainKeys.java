package dev.brski.masa.ledger;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import java.util.List;

/**
 * The keys of the domains that vouchers were issued to. A domainID alone proves nothing: it is the
 * key identifier that a certificate says it has, and anybody can say so.
 */
public final class DomainKeys {

  private static final int AT_ONCE = 256;
  private static final byte[] NONE = {};

  private DomainKeys() {}

  private record Unnoted(String voucher, byte[] content) {}

  /** Notes the key of each voucher that was issued before keys were noted. */
  public static void complete(Store store) {
    int completed;
    do {
      completed = completeSome(store);
    } while (completed == AT_ONCE);
  }

  /** The SHA-256 of the public key that a voucher pins; nothing for one that pins none. */
  static byte[] of(byte[] voucher) {
    return switch (VoucherCodec.standard().readVoucher(voucher)) {
      case Verdict.Accepted<Signed<Voucher>>(var read) ->
          read.leaves().pinnedDomainCert().map(Certificates::spkiSha256).orElse(NONE);
      case Verdict.Refused<Signed<Voucher>> _ -> NONE;
    };
  }

  private static int completeSome(Store store) {
    return store.commit(
        transaction -> {
          var some = some(transaction);
          some.forEach(
              one ->
                  transaction.updateOne(
                      "UPDATE audit_event SET domain_key = ? WHERE voucher = ?",
                      of(one.content),
                      one.voucher));
          return some.size();
        });
  }

  private static List<Unnoted> some(Transaction transaction) {
    return transaction.query(
        """
        SELECT voucher.id, voucher.content FROM audit_event
        JOIN voucher ON voucher.id = audit_event.voucher
        WHERE audit_event.domain_key IS NULL LIMIT ?
        """,
        row -> new Unnoted(row.text("id"), row.bytes("content")),
        AT_ONCE);
  }
}
