package dev.brski.registrar.admission;

import dev.brski.registrar.access.MasaAccess;
import dev.brski.registrar.audit.AuditRules;
import dev.brski.trust.Anchors;
import dev.brski.voucher.AcceptedTolerances;
import dev.brski.wire.HostPort;

/**
 * A manufacturer whose devices may join.
 *
 * @param name as configured
 * @param idevid what anchors its IDevIDs
 * @param masa the only address that is ever connected to for its devices
 * @param masaTls what anchors that MASA's TLS certificate
 * @param access how this registrar shows itself there
 * @param auditRules what of its devices' audit logs is judged otherwise than usual
 * @param join which of its devices may join
 * @param tolerances which deviations are accepted in what its devices and its MASA sign
 */
public record Manufacturer(
    String name,
    Anchors idevid,
    HostPort masa,
    Anchors masaTls,
    MasaAccess access,
    AuditRules auditRules,
    JoinRule join,
    AcceptedTolerances tolerances) {}
