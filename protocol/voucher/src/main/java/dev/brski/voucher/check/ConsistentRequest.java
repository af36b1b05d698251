package dev.brski.voucher.check;

import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Tolerance;
import dev.brski.voucher.Voucher;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A registrar's voucher-request in which everything agrees. */
public sealed interface ConsistentRequest {

  /** The registrar's request. */
  Signed<RegistrarVoucherRequest> request();

  /** The certificate that signed it first, then each one's issuer as far as included. */
  List<X509Certificate> chain();

  /** The device's serial number. */
  String serialNumber();

  /** Every deviation accepted in what was read. */
  Set<Tolerance> tolerances();

  /** The certificate that signed the registrar's request. */
  default X509Certificate registrar() {
    return chain().getFirst();
  }

  /** The certificate farthest from the registrar's own (RFC 8995 section 5.5.2). */
  default X509Certificate topmost() {
    return chain().getLast();
  }

  /**
   * One for a pledge that is there: registrar, pledge and device agree.
   *
   * @param prior the pledge's request inside it
   * @param idevid the certificate that signed the pledge's request, of a known manufacturer
   * @param serialNumber as the IDevID certifies it, in the field that its manufacturer uses
   */
  record Nonced(
      Signed<RegistrarVoucherRequest> request,
      List<X509Certificate> chain,
      Signed<PledgeVoucherRequest> prior,
      X509Certificate idevid,
      String serialNumber)
      implements ConsistentRequest {

    /** Makes the chain immutable. */
    public Nonced {
      chain = List.copyOf(chain);
    }

    @Override
    public Set<Tolerance> tolerances() {
      return union(request.tolerances(), prior.tolerances());
    }
  }

  /**
   * One for a pledge that is not there (RFC 8995 section 5.5): nothing in it is proven by the
   * device, and its registrar is known by nothing but its signature.
   *
   * @param old the voucher that is to be renewed (RFC 8366bis section 10.1), not verified
   */
  record Nonceless(
      Signed<RegistrarVoucherRequest> request,
      List<X509Certificate> chain,
      Optional<Signed<Voucher>> old)
      implements ConsistentRequest {

    /** Makes the chain immutable. */
    public Nonceless {
      chain = List.copyOf(chain);
    }

    /** As the registrar says. */
    @Override
    public String serialNumber() {
      return request.leaves().serialNumber();
    }

    @Override
    public Set<Tolerance> tolerances() {
      return union(request.tolerances(), old.map(Signed::tolerances).orElse(Set.of()));
    }
  }

  private static Set<Tolerance> union(Set<Tolerance> one, Set<Tolerance> other) {
    var all = EnumSet.noneOf(Tolerance.class);
    all.addAll(one);
    all.addAll(other);
    return all;
  }
}
