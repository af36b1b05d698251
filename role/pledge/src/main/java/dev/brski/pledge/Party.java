package dev.brski.pledge;

import java.net.URI;
import java.security.cert.X509Certificate;

/**
 * With whom an operation is carried out.
 *
 * @param pin the certificate under which answers are believed
 * @param opening the connection to the registrar, with the credentials of the operation
 */
record Party(URI registrar, X509Certificate pin, Line.Opening opening) {}
