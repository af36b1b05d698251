package dev.brski.pledge;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * With whom an operation is carried out.
 *
 * @param pins the certificates under which answers are believed; one at least
 * @param opening the connection to the registrar, with the credentials of the operation
 */
record Party(URI registrar, List<X509Certificate> pins, Line.Opening opening) {}
