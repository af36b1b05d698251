package dev.brski.authority.ledger;

/**
 * A device as its manufacturer names it; it outlives every enrollment.
 *
 * @param id our own, sortable
 * @param manufacturer the name under which the operator added the manufacturer's anchor
 * @param serialNumber the serialNumber attribute of the IDevID's subject (RFC 8995 section 2.3.1)
 */
public record Device(String id, String manufacturer, String serialNumber) {}
